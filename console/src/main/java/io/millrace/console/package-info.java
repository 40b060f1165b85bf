/** The console as a whole. */
@NullMarked
package io.millrace.console;

import org.jspecify.annotations.NullMarked;
