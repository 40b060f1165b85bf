/** The HTTP server: its routes, limits, security and access log. */
@NullMarked
package io.millrace.serving.http;

import org.jspecify.annotations.NullMarked;
