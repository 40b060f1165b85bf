/** Pages of runs over a home in memory. */
@NullMarked
package io.millrace.console.web.run;

import org.jspecify.annotations.NullMarked;
