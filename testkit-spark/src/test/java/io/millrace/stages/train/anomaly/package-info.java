/** Tests of trainers that find anomalies. */
@NullMarked
package io.millrace.stages.train.anomaly;

import org.jspecify.annotations.NullMarked;
