/** Trainers that find rows unlike the others. */
@NullMarked
package io.millrace.stages.train.anomaly;

import org.jspecify.annotations.NullMarked;
