/** What the server counts and times, for Prometheus. */
@NullMarked
package io.millrace.serving.metrics;

import org.jspecify.annotations.NullMarked;
