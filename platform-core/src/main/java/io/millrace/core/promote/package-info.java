/** Judges gates: which model may go on. */
@NullMarked
package io.millrace.core.promote;

import org.jspecify.annotations.NullMarked;
