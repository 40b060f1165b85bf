/** Load on an HTTP server from one thread, and the server that does nothing but answer. */
@NullMarked
package io.millrace.benchmarks.http;

import org.jspecify.annotations.NullMarked;
