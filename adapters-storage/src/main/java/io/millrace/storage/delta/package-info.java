/** Feature tables in Delta Lake, and the stages that need Delta itself. */
@NullMarked
package io.millrace.storage.delta;

import org.jspecify.annotations.NullMarked;
