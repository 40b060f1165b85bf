/** The report of a run: one page that works by itself. */
@NullMarked
package io.millrace.console.report;

import org.jspecify.annotations.NullMarked;
