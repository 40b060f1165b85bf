/** Runs the scoring program of a model package on rows, in plain Java. */
@NullMarked
package io.millrace.serving.score;

import org.jspecify.annotations.NullMarked;
