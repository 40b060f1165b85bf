/** Trainers that put rows into clusters, without a label to learn from. */
@NullMarked
package io.millrace.stages.train.cluster;

import org.jspecify.annotations.NullMarked;
