/** Portable forms beside the stages that they come from, to the bit. */
@NullMarked
package io.millrace.parity;

import org.jspecify.annotations.NullMarked;
