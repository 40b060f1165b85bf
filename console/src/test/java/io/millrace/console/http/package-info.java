/** The console over real connections. */
@NullMarked
package io.millrace.console.http;

import org.jspecify.annotations.NullMarked;
