package io.millrace.kafka;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.RowFailures;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows of key and value in a task, and tells the row at which the brokers refuse. Kafka's
 * producer tries again for as long as its delivery time-out says.
 */
final class TopicWriter implements ForeachPartitionFunction<Row> {
  private static final long serialVersionUID = 1;

  /** The producer's own limit must not come before that of the brokers. */
  private static final int LARGEST = 30 << 20;

  /** A message shows no more of a row. */
  private static final int SHOWN = 100;

  private final String servers;
  private final HashMap<String, String> settings;
  private final long patience;
  private final String topic;
  private final int largest;
  private final LongAccumulator count;

  /**
   * A writer.
   *
   * @param largest how many bytes the topic takes as a message
   */
  TopicWriter(Brokers brokers, String topic, int largest, LongAccumulator count) {
    this.servers = brokers.servers();
    this.settings = new HashMap<>(brokers.settings());
    this.patience = brokers.timeout().toMillis();
    this.topic = topic;
    this.largest = largest;
    this.count = count;
  }

  private Map<String, Object> producer() {
    Map<String, Object> all = new HashMap<>();
    all.put("acks", "all");
    all.put("enable.idempotence", "true");
    all.put("compression.type", "none");
    all.put("max.request.size", Integer.toString(LARGEST));
    all.put("max.block.ms", Long.toString(patience));
    all.put("delivery.timeout.ms", Long.toString(patience));
    all.put("request.timeout.ms", Long.toString(Math.min(30_000, patience)));
    // A batch of several that the brokers find too large is cut by this size: above their limit it
    // would be sent again uncut until the time is over.
    all.put("batch.size", Integer.toString(Math.min(16_384, largest / 2)));
    all.put("linger.ms", patience > 30_000 ? "5" : "0");
    all.putAll(settings);
    all.put("bootstrap.servers", servers);
    return all;
  }

  /** The first row that was refused. */
  private record Refused(@Nullable String key, String value, Exception reason)
      implements Serializable {}

  @Override
  public void call(Iterator<Row> rows) {
    AtomicReference<@Nullable Refused> refused = new AtomicReference<>();
    if (!rows.hasNext()) {
      return;
    }
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      long sent = 0;
      while (rows.hasNext() && refused.get() == null) {
        Row row = rows.next();
        send(producer, row.isNullAt(0) ? null : row.getString(0), row.getString(1), refused);
        sent++;
      }
      if (refused.get() == null) {
        producer.flush();
      } else {
        producer.close(Duration.ZERO);
      }
      count.add(sent);
    } catch (KafkaException e) {
      refused.compareAndSet(null, new Refused(null, "", e));
    }
    Refused first = refused.get();
    if (first != null) {
      throw failure(first);
    }
  }

  private void send(
      Producer<byte[], byte[]> producer,
      @Nullable String key,
      String value,
      AtomicReference<@Nullable Refused> refused) {
    byte[] name = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    try {
      producer.send(
          new ProducerRecord<>(topic, name, value.getBytes(StandardCharsets.UTF_8)),
          (done, failure) -> {
            if (failure != null) {
              refused.compareAndSet(null, new Refused(key, value, failure));
            }
          });
    } catch (KafkaException e) {
      refused.compareAndSet(null, new Refused(key, value, e));
    }
  }

  private RuntimeException failure(Refused refused) {
    Exception reason = refused.reason();
    if (KafkaFailures.in(reason, RecordTooLargeException.class).isPresent()) {
      return RowFailures.failure(
          StandardError.BAD_RECORD,
          "The row %s takes %d bytes as a message, more than topic '%s' takes; leave columns out, or raise the topic's max.message.bytes."
              .formatted(
                  named(refused), refused.value().getBytes(StandardCharsets.UTF_8).length, topic));
    }
    if (KafkaFailures.in(reason, AuthenticationException.class).isPresent()
        || KafkaFailures.in(reason, AuthorizationException.class).isPresent()) {
      MillraceException denied =
          KafkaFailures.explain(
              new Brokers(servers, Map.of(), Duration.ofMillis(patience)), reason);
      return RowFailures.failure(StandardError.SOURCE_DENIED, String.valueOf(denied.getMessage()));
    }
    if (KafkaFailures.in(reason, RetriableException.class).isPresent()) {
      return RowFailures.failure(
          StandardError.SOURCE_UNREACHABLE,
          "The Kafka brokers at '%s' did not take rows for topic '%s' within %d seconds (%s); see whether they run, then repeat the call: what they took before is written once more then."
              .formatted(servers, topic, patience / 1000, KafkaFailures.reason(reason)));
    }
    return RowFailures.failure(
        StandardError.STORAGE_FAILED,
        "The Kafka brokers at '%s' refuse rows for topic '%s': %s."
            .formatted(servers, topic, KafkaFailures.reason(reason)));
  }

  private static String named(Refused refused) {
    String key = refused.key();
    String value = refused.value();
    return key != null
        ? "with the key '" + key + "'"
        : "without a key that begins with " + value.substring(0, Math.min(SHOWN, value.length()));
  }
}
