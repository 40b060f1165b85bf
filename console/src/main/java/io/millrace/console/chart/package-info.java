/** Charts as ECharts takes them, each with its figures as a table. */
@NullMarked
package io.millrace.console.chart;

import org.jspecify.annotations.NullMarked;
