/** Pages of runs. */
@NullMarked
package io.millrace.console.web.run;

import org.jspecify.annotations.NullMarked;
