/** Linear models of several trials, learnt over shared passes of their rows. */
@NullMarked
package io.millrace.stages.train.linear;

import org.jspecify.annotations.NullMarked;
