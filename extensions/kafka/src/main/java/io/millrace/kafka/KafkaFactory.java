package io.millrace.kafka;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import io.millrace.spark.api.record.BadRows;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code ingest/kafka}. */
public final class KafkaFactory extends SparkStageFactory<KafkaOptions> {
  /** For ServiceLoader. */
  public KafkaFactory() {
    super(
        "ingest/kafka",
        KafkaOptions.class,
        "Reads topics of Kafka, once between offsets, or as a stream",
        """
        bootstrapServers: broker.example:9092
        topics: [orders]
        schema: { id: long, paid: double }
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(KafkaOptions options) {
    boolean json = options.values() == KafkaOptions.Values.JSON;
    if (!json && options.schema() != null) {
      throw new IllegalArgumentException("schema: only JSON values have one");
    }
    if (!json && options.badRows() != BadRows.FAIL) {
      throw new IllegalArgumentException("badRows: only JSON values can be bad");
    }
    requirePattern(options);
    requireUnique(options);
    Offsets.parse("startingOffsets", options.startingOffsets());
    if (Offsets.parse("endingOffsets", options.endingOffsets()) instanceof Offsets.Earliest) {
      throw new IllegalArgumentException("endingOffsets: nothing lies before earliest");
    }
    return new KafkaIngestor(options);
  }

  private static void requirePattern(KafkaOptions options) {
    try {
      if (options.pattern() != null) {
        Pattern.compile(options.pattern());
      }
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "pattern: '" + options.pattern() + "' is no regular expression: " + e.getDescription(),
          e);
    }
  }

  private static void requireUnique(KafkaOptions options) {
    Set<String> names = new HashSet<>();
    for (String name : RecordColumns.of(options).names()) {
      if (!names.add(name)) {
        throw new IllegalArgumentException(
            "schema, key, headers, position: two columns would be named '" + name + "'");
      }
    }
  }
}
