/** Evaluators: measure exactly how well a model predicts, each in one job over the predictions. */
@NullMarked
package io.millrace.stages.evaluate;

import org.jspecify.annotations.NullMarked;
