/** Reads topics of Kafka, once or as they grow, and writes rows to them. */
@NullMarked
package io.millrace.kafka;

import org.jspecify.annotations.NullMarked;
