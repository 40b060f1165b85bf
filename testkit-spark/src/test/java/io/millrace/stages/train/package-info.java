/** Tests of the built-in trainers. */
@NullMarked
package io.millrace.stages.train;

import org.jspecify.annotations.NullMarked;
