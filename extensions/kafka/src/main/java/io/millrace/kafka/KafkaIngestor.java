package io.millrace.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.QuarantineColumns;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.StreamingIngestor;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.DataPlace;
import io.millrace.kafka.KafkaOptions.Values;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowFailures;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.api.record.BadRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.pool2.DestroyMode;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics by Spark's source. The version is what is read of each partition, in numbers, so
 * that a run reads the same records whatever arrives meanwhile.
 */
final class KafkaIngestor implements StreamingIngestor<Dataset<Row>>, NamedSource {
  private static final String DISABLED = "spark.sql.streaming.disabledV2MicroBatchReaders";
  private static final String SECOND = "org.apache.spark.sql.kafka010.KafkaSourceProvider";

  private final KafkaOptions options;
  private final Brokers brokers;
  private final TopicSource source;
  private final RecordColumns columns;

  /** A run asks several times, and all its work is on what lay there at first. */
  private @Nullable String version;

  KafkaIngestor(KafkaOptions options) {
    this.options = options;
    this.brokers =
        Brokers.of(
            options.bootstrapServers(), options.settings(), Duration.ofSeconds(options.timeout()));
    this.source = new TopicSource(brokers, options);
    this.columns = RecordColumns.of(options);
  }

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    Schema schema = columns.schema();
    return schema.isKnown() && options.badRows() == BadRows.QUARANTINE
        ? QuarantineColumns.addedTo(schema)
        : schema;
  }

  @Override
  public List<Asset> sources(Optional<String> version) {
    String read = version.map(DataPlace::hashed).orElse("");
    List<String> topics =
        options.pattern() == null ? source.names() : List.of("*" + options.pattern());
    return topics.stream()
        .map(topic -> Asset.data(DataPlace.topic(options.bootstrapServers(), topic), read))
        .toList();
  }

  /** Where secrets are left out, nobody is asked. */
  @Override
  public synchronized Optional<String> version(PlanContext<Dataset<Row>> context) {
    if (brokers.isSealed()) {
      return Optional.empty();
    }
    if (version == null) {
      version = source.positions(starting(), ending()).text();
    }
    return Optional.of(version);
  }

  private Offsets starting() {
    return Offsets.parse("startingOffsets", options.startingOffsets());
  }

  private Offsets ending() {
    return Offsets.parse("endingOffsets", options.endingOffsets());
  }

  @Override
  public boolean canRead(String version, PlanContext<Dataset<Row>> context) {
    return source.holds(Positions.parse(version));
  }

  @Override
  public Dataset<Row> read(Optional<String> version, StageContext<Dataset<Row>> context) {
    if (starting() instanceof Offsets.Latest) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "startingOffsets: nothing lies behind latest; only a stream can begin there.");
    }
    Positions positions =
        version.map(Positions::parse).orElseGet(() -> source.positions(starting(), ending()));
    if (columns.values() == null) {
      throw new MillraceException(
          StandardError.MISSING_OPTION,
          "schema: say which columns the JSON values of %s have, and their types."
              .formatted(source.shown()));
    }
    Map<String, String> settings = settings();
    settings.put("assign", positions.assigned());
    settings.put("startingOffsets", positions.offsets(Positions.Range::from));
    settings.put("endingOffsets", positions.offsets(Positions.Range::to));
    diagnose();
    context.fact("records", Long.toString(positions.count()));
    return frame(
        SparkSession.active().read().format("kafka").options(settings).load(),
        columns,
        options.badRows(),
        false);
  }

  @Override
  public String followed() {
    if (!(ending() instanceof Offsets.Latest)) {
      throw new MillraceException(
          StandardError.INVALID_OPTION, "endingOffsets: a stream has no end; leave it out.");
    }
    return "kafka " + source.shown() + " of " + options.bootstrapServers();
  }

  @Override
  public Dataset<Row> follow(Schema wanted, StageContext<Dataset<Row>> context) {
    Map<String, String> settings = settings();
    boolean end = starting() instanceof Offsets.Earliest || starting() instanceof Offsets.Latest;
    // Asked in any case: what is missing is better told before the stream starts.
    Positions now = source.positions(starting(), new Offsets.Latest());
    settings.put(
        "startingOffsets",
        end ? options.startingOffsets().strip() : now.offsets(Positions.Range::from));
    if (options.pattern() == null) {
      settings.put("subscribe", String.join(",", source.names()));
    } else {
      settings.put("subscribePattern", options.pattern());
    }
    if (options.maxOffsetsPerTrigger() != null) {
      settings.put("maxOffsetsPerTrigger", Long.toString(options.maxOffsetsPerTrigger()));
    }
    if (columns.values() == null) {
      context.warn(
          "only the fields that the model reads are taken (%s); name others, as a key, in schema"
              .formatted(String.join(", ", wanted.names())));
    }
    diagnose();
    useTheFirstSource(SparkSession.active());
    return frame(
        SparkSession.active().readStream().format("kafka").options(settings).load(),
        columns.values() == null ? columns.with(wanted) : columns,
        BadRows.QUARANTINE,
        true);
  }

  /**
   * Of Spark 4.1's two sources of Kafka, the second fails when a stream starts again from a batch
   * that was not finished (SPARK-55271, SPARK-57438). Both write the same positions.
   */
  private static void useTheFirstSource(SparkSession session) {
    String others = session.conf().get(DISABLED, "");
    if (!others.contains(SECOND)) {
      session.conf().set(DISABLED, others.isEmpty() ? SECOND : others + "," + SECOND);
    }
  }

  private void diagnose() {
    // Spark needs this class when the process ends, and the plugin's jar is closed by then.
    requireNonNull(DestroyMode.NORMAL);
    RowFailures.diagnosedBy(failure -> KafkaFailures.reading(brokers, source.shown(), failure));
  }

  /** What both ways of reading say to Spark's source. */
  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    brokers.client().forEach((name, value) -> settings.put("kafka." + name, value));
    settings.put("failOnDataLoss", Boolean.toString(options.failOnDataLoss()));
    settings.put("includeHeaders", Boolean.toString(options.headers() != null));
    settings.put("kafkaConsumer.pollTimeoutMs", Long.toString(brokers.timeout().toMillis()));
    return settings;
  }

  private Dataset<Row> frame(
      Dataset<Row> records, RecordColumns wanted, BadRows badRows, boolean always) {
    return options.values() == Values.JSON
        ? objects(records, wanted, badRows, always)
        : plain(records, badRows == BadRows.QUARANTINE);
  }

  private Dataset<Row> objects(
      Dataset<Row> records, RecordColumns wanted, BadRows badRows, boolean always) {
    List<Column> selected = new ArrayList<>(ValueReader.before().map(Columns::col).toList());
    selected.addAll(RecordColumns.around(options));
    Schema schema = wanted.schema();
    Schema all = badRows == BadRows.QUARANTINE ? QuarantineColumns.addedTo(schema) : schema;
    @Nullable Schema values = wanted.values();
    StructType type = Schemas.toSpark(values == null ? Schema.of() : values);
    return records
        .select(selected.toArray(Column[]::new))
        .mapPartitions(new ValueReader(type, badRows, always), Encoders.row(Schemas.toSpark(all)));
  }

  private Dataset<Row> plain(Dataset<Row> records, boolean told) {
    Column value = Columns.col(RecordColumns.VALUE);
    boolean text = options.values() == Values.STRING;
    Column shown = text ? value.cast("string") : functions.base64(value);
    List<Column> selected = new ArrayList<>();
    selected.add((text ? value.cast("string") : value).as(RecordColumns.VALUE));
    selected.addAll(RecordColumns.around(options));
    if (told) {
      selected.add(functions.lit(null).cast("string").as(QuarantineColumns.REASON));
      selected.add(shown.as(QuarantineColumns.RECORD));
      selected.add(
          functions
              .concat(
                  Columns.col("topic"),
                  functions.lit("-"),
                  Columns.col("partition"),
                  functions.lit("@"),
                  Columns.col("offset"))
              .as(QuarantineColumns.SOURCE));
    }
    return records.select(selected.toArray(Column[]::new));
  }
}
