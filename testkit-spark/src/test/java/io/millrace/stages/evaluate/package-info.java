/** Tests of the built-in evaluators. */
@NullMarked
package io.millrace.stages.evaluate;

import org.jspecify.annotations.NullMarked;
