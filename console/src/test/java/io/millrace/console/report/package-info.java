/** Tests of the report. */
@NullMarked
package io.millrace.console.report;

import org.jspecify.annotations.NullMarked;
