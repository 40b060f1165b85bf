package io.millrace.kafka;

import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.schema.LogicalType;
import io.millrace.spark.api.record.BadRows;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Options of {@code ingest/kafka}. */
@Exclusive(
    value = {"topics", "pattern"},
    oneRequired = true)
public record KafkaOptions(
    @Help("Some of the brokers, as broker1.example:9092,broker2.example:9092") @NotEmpty
        String bootstrapServers,
    @Help("The topics to read") @NotEmpty @Nullable List<String> topics,
    @Help("A regular expression instead, that whole names of topics match") @NotEmpty
        @Nullable String pattern,
    @Help(
            "What a record's value is: json (an object, whose fields are columns), string or binary"
                + " (one column, named value)")
        @Default("json")
        Values values,
    @Help(
            "The columns of JSON values, with their types; fields that are not named are passed by."
                + " Streams, and score --input kafka://…, take those of the model where it is left"
                + " out; in pipelines and for score --from it is needed")
        @NotEmpty
        @Nullable Map<String, LogicalType> schema,
    @Help("The column that takes the record's key, as text") @NotEmpty @Nullable String key,
    @Help("The column that takes the record's headers, each with key and value") @NotEmpty
        @Nullable String headers,
    @Help(
            "Where the record came from, each as a column: kafka_topic, kafka_partition,"
                + " kafka_offset, kafka_timestamp")
        @Default("[]")
        List<Position> position,
    @Help(
            "Where to begin: earliest, latest (streams only), a time as 2026-11-20T00:00:00Z, or"
                + " offsets as {\"orders\": {\"0\": 23, \"1\": -2}}, where -2 is earliest, -1"
                + " latest. A stream that was started before goes on where it was")
        @Default("earliest")
        String startingOffsets,
    @Help("Where to end, written likewise; streams have no end") @Default("latest")
        String endingOffsets,
    @Help("Whether it is an error if records to be read are gone, as old ones are after a while")
        @Default("true")
        boolean failOnDataLoss,
    @Help("How many records a batch of a stream has at most, over all partitions") @Range(min = 1)
        @Nullable Long maxOffsetsPerTrigger,
    @Help(
            "What happens to values that are no JSON object, or not of their columns' types, when"
                + " topics are read once; streams set them aside")
        @Default("fail")
        BadRows badRows,
    @Help("How many seconds to wait for brokers that do not answer")
        @Default("30")
        @Range(min = 1, max = 3600)
        int timeout,
    @Help("Settings of Kafka's own clients, as security.protocol: SASL_SSL") @Default("{}")
        Map<String, String> settings) {
  /** What a record's value is. */
  public enum Values {
    /** An object. */
    JSON,
    /** A text. */
    STRING,
    /** Bytes. */
    BINARY
  }

  /** Where a record came from. */
  public enum Position {
    /** The topic's name. */
    TOPIC,
    /** The number of the partition. */
    PARTITION,
    /** The number in the partition. */
    OFFSET,
    /** When it was made, or taken by the broker. */
    TIMESTAMP;

    String source() {
      return name().toLowerCase(Locale.ROOT);
    }

    String column() {
      return "kafka_" + source();
    }
  }
}
