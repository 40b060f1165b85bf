/** A pipeline as it stands after reading and checking: what the planner and the runner work on. */
@NullMarked
package io.millrace.core.pipeline;

import org.jspecify.annotations.NullMarked;
