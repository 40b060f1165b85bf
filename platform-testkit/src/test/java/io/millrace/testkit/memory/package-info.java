/** The in-memory adapters keep the contracts. */
@NullMarked
package io.millrace.testkit.memory;

import org.jspecify.annotations.NullMarked;
