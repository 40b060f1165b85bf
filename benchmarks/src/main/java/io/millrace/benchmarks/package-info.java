/** Whole-run benchmarks: Millrace beside a program written by hand, each in a JVM of its own. */
@NullMarked
package io.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
