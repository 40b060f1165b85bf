/** Decisions of classifiers: the threshold that a score must exceed. */
@NullMarked
package io.millrace.stages.train.threshold;

import org.jspecify.annotations.NullMarked;
