/** Copying what one tracking back end remembers into another. */
@NullMarked
package io.millrace.core.copy;

import org.jspecify.annotations.NullMarked;
