/** Scores streams of rows with registered models. */
@NullMarked
package io.millrace.core.stream;

import org.jspecify.annotations.NullMarked;
