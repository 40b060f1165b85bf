/** Stages on {@code Table}s that count their calls, for testing what calls stages. */
@NullMarked
package io.millrace.testkit.memory.stages;

import org.jspecify.annotations.NullMarked;
