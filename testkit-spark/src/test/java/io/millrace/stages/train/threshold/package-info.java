/** Tests of thresholds. */
@NullMarked
package io.millrace.stages.train.threshold;

import org.jspecify.annotations.NullMarked;
