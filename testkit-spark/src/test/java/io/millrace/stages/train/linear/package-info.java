/** What linear models learn over shared passes. */
@NullMarked
package io.millrace.stages.train.linear;

import org.jspecify.annotations.NullMarked;
