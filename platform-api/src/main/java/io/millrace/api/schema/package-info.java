/** Frames described without data: columns and their logical types. */
@NullMarked
package io.millrace.api.schema;

import org.jspecify.annotations.NullMarked;
