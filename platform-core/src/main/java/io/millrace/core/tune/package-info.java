/** Searches for better options. */
@NullMarked
package io.millrace.core.tune;

import org.jspecify.annotations.NullMarked;
