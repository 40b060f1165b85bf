/** The conditions of {@code gates:}, as users write them. */
@NullMarked
package io.millrace.core.gate;

import org.jspecify.annotations.NullMarked;
