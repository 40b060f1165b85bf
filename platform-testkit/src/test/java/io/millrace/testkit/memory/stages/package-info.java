/** Tests of the memory stages. */
@NullMarked
package io.millrace.testkit.memory.stages;

import org.jspecify.annotations.NullMarked;
