/** Tests of charts. */
@NullMarked
package io.millrace.console.chart;

import org.jspecify.annotations.NullMarked;
