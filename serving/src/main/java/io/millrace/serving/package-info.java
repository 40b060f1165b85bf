/** The server's main class and its arguments. */
@NullMarked
package io.millrace.serving;

import org.jspecify.annotations.NullMarked;
