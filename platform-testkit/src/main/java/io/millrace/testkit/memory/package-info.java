/** In-memory adapters for every port, and the dataset {@code Table} that they work on. */
@NullMarked
package io.millrace.testkit.memory;

import org.jspecify.annotations.NullMarked;
