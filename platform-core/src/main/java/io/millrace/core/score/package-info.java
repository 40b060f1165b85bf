/** Scores rows with registered models. */
@NullMarked
package io.millrace.core.score;

import org.jspecify.annotations.NullMarked;
