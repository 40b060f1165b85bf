/** A real browser, told what to do over its debugging port. */
@NullMarked
package io.millrace.benchmarks.browser;

import org.jspecify.annotations.NullMarked;
