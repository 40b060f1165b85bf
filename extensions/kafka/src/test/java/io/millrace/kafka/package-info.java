/** The Kafka plugin on a real broker. */
@NullMarked
package io.millrace.kafka;

import org.jspecify.annotations.NullMarked;
