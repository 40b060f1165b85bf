/** Trainers: learn models from vectors of features. */
@NullMarked
package io.millrace.stages.train;

import org.jspecify.annotations.NullMarked;
