package io.millrace.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.output.Written;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.stream.BatchKey;
import io.millrace.api.stream.Delivery;
import io.millrace.api.stream.StreamOutputWriter;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.FlatColumns;
import io.millrace.spark.api.SparkFrames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.util.LongAccumulator;

/**
 * Writes rows to a topic, each as a JSON object; the columns of {@code keys} make the record's key:
 * the text of one, a JSON object of several. Vectors become arrays, bytes Base64.
 *
 * <p>At least once: a job that is killed leaves the records that it wrote, and writes them again
 * when it is repeated. One that ended is known for as long as the brokers keep the offsets of
 * consumer groups, and not repeated.
 */
public final class KafkaOutputWriter implements StreamOutputWriter<Dataset<Row>> {
  private static final String SCHEME = "kafka://";

  /** What counts unless settings say otherwise: as long as Kafka's own producer tries. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String DELIVERY = "delivery.timeout.ms";

  @Override
  public DatasetType<Dataset<Row>> datasetType() {
    return SparkFrames.TYPE;
  }

  @Override
  public Set<String> kinds() {
    return Set.of("kafka");
  }

  private static Brokers brokers(Output output) {
    String url = requireNonNull(output.url());
    if (!url.startsWith(SCHEME) || url.length() == SCHEME.length()) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "url: '%s' is no address of brokers; write kafka://broker1:9092,broker2:9092 and topic."
              .formatted(output.shown()));
    }
    Map<String, String> settings = Brokers.of("", output.settings(), PATIENCE).settings();
    return Brokers.of(
        url.substring(SCHEME.length()).replaceFirst("/$", ""),
        settings,
        patience(settings.get(DELIVERY)));
  }

  private static Duration patience(@org.jspecify.annotations.Nullable String millis) {
    try {
      return millis == null ? PATIENCE : Duration.ofMillis(Math.max(1, Long.parseLong(millis)));
    } catch (NumberFormatException e) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "settings: %s is '%s'; write a number of milliseconds.".formatted(DELIVERY, millis),
          e);
    }
  }

  private static String topic(Output output) {
    return requireNonNull(output.topic());
  }

  @Override
  public Optional<Written> find(Output output, EffectKey key) {
    return new JobNotes(brokers(output), topic(output)).find(key);
  }

  @Override
  public Written write(Dataset<Row> frame, Output output, EffectKey key) {
    Brokers brokers = brokers(output);
    requireTopic(brokers, output, output.mode() == Mode.CREATE);
    long rows = send(brokers, frame, output);
    new JobNotes(brokers, topic(output)).add(key, rows);
    return new Written(key.fingerprint(), rows, Map.of());
  }

  @Override
  public Delivery delivery(Output output) {
    return Delivery.AT_LEAST_ONCE;
  }

  @Override
  public void requireReady(Output output, BatchKey key) {
    boolean made = output.mode() == Mode.CREATE && find(output, begun(key)).isEmpty();
    requireTopic(brokers(output), output, made);
  }

  @Override
  public Written write(Dataset<Row> frame, Output output, BatchKey key) {
    Brokers brokers = brokers(output);
    // A batch that is repeated finds what it wrote before: only the very first can tell.
    boolean first = output.mode() == Mode.CREATE && key.batch() == 0;
    requireTopic(brokers, output, first && find(output, begun(key)).isEmpty());
    if (first) {
      new JobNotes(brokers, topic(output)).add(begun(key), 0);
    }
    long rows = send(brokers, frame, output);
    return new Written(Long.toString(key.batch()), rows, Map.of());
  }

  private static EffectKey begun(BatchKey key) {
    return new EffectKey(key.stream(), key.place(), "begun");
  }

  private static void requireTopic(Brokers brokers, Output output, boolean empty) {
    String topic = topic(output);
    boolean taken =
        brokers.ask(
            admin -> {
              Map<TopicPartition, OffsetSpec> last =
                  requireNonNull(brokers.topics(admin, List.of(topic)).get(topic))
                      .partitions()
                      .stream()
                      .collect(
                          java.util.stream.Collectors.toMap(
                              p -> new TopicPartition(topic, p.partition()),
                              p -> OffsetSpec.latest()));
              return empty
                  && brokers.await(admin.listOffsets(last).all()).values().stream()
                      .anyMatch(end -> end.offset() > 0);
            });
    if (taken) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "something is there already in topic %s; name another one, or let rows be added (--append, or mode: append)."
              .formatted(output.shown()));
    }
  }

  private static long send(Brokers brokers, Dataset<Row> frame, Output output) {
    Dataset<Row> rows = FlatColumns.arrays(frame);
    LongAccumulator count = rows.sparkSession().sparkContext().longAccumulator();
    rows.select(key(rows, output.keys()).as("key"), json(List.of(rows.columns())).as("value"))
        .foreachPartition(
            new TopicWriter(brokers, topic(output), largest(brokers, topic(output)), count));
    return count.value();
  }

  /** How large a message may be; Kafka's own limit where the user may not ask. */
  private static int largest(Brokers brokers, String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      return brokers.ask(
          admin ->
              Integer.parseInt(
                  requireNonNull(
                          brokers
                              .await(admin.describeConfigs(List.of(resource)).all())
                              .get(resource))
                      .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                      .value()));
    } catch (MillraceException e) {
      if (e.code() != StandardError.SOURCE_DENIED) {
        throw e;
      }
      return 1 << 20;
    }
  }

  private static Column key(Dataset<Row> rows, List<String> keys) {
    List<String> present = List.of(rows.columns());
    for (String key : keys) {
      if (!present.contains(key)) {
        throw new MillraceException(
            StandardError.UNKNOWN_COLUMN,
            "keys: the rows have no column '%s'; they have %s."
                .formatted(key, String.join(", ", present)));
      }
    }
    if (keys.isEmpty()) {
      return functions.lit(null).cast("string");
    }
    return keys.size() == 1 ? Columns.col(keys.get(0)).cast("string") : json(keys);
  }

  private static Column json(List<String> columns) {
    return functions.to_json(
        functions.struct(Columns.cols(columns)), Map.of("ignoreNullFields", "false"));
  }
}
