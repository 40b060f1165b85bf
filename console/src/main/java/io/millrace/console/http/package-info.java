/** The console's server: addresses, sessions, and what goes around each page. */
@NullMarked
package io.millrace.console.http;

import org.jspecify.annotations.NullMarked;
