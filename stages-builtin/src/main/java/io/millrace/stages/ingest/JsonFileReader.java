package io.millrace.stages.ingest;

import io.millrace.api.QuarantineColumns;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.RowFailures;
import io.millrace.spark.api.record.BadRows;
import io.millrace.spark.api.record.JsonRecord;
import io.millrace.spark.api.record.JsonRecordParser;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** Reads a JSON file, or a piece of one, in a task. */
final class JsonFileReader
    extends AbstractFunction1<PartitionedFile, scala.collection.Iterator<InternalRow>>
    implements Serializable {
  private static final long serialVersionUID = 1;

  private static final Set<String> OWN =
      Set.of(QuarantineColumns.REASON, QuarantineColumns.RECORD, UnifiedFrame.RESCUED);

  private final StructType dataSchema;
  private final StructType requiredSchema;
  private final JSONOptions options;
  private final JsonReading reading;
  private final Broadcast<SerializableConfiguration> hadoop;

  JsonFileReader(
      StructType dataSchema,
      StructType requiredSchema,
      JSONOptions options,
      JsonReading reading,
      Broadcast<SerializableConfiguration> hadoop) {
    this.dataSchema = dataSchema;
    this.requiredSchema = requiredSchema;
    this.options = options;
    this.reading = reading;
    this.hadoop = hadoop;
  }

  @Override
  public scala.collection.Iterator<InternalRow> apply(PartitionedFile file) {
    Iterator<JsonRecord> records = records(file, hadoop.value().value());
    JsonRecordParser parser = new JsonRecordParser(columns(dataSchema), options, reading.rescued());
    Iterable<JsonRecord> once = () -> records;
    return CollectionConverters.asScala(
        StreamSupport.stream(once.spliterator(), false)
            .map(record -> row(record, parser, file))
            .filter(Objects::nonNull)
            .iterator());
  }

  private Iterator<JsonRecord> records(PartitionedFile file, Configuration configuration) {
    if (!reading.documents()) {
      return new JsonLines(
          CollectionConverters.asJava(TaskFiles.lines(file, configuration)),
          line -> TaskFiles.utf8(line, file, "JSON files have no other encoding"));
    }
    try {
      return new JsonDocument(
          TaskFiles.utf8Stream(file, configuration, "JSON files have no other encoding"),
          reading.rows());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that are fields of the objects. */
  static StructType columns(StructType schema) {
    return new StructType(
        Arrays.stream(schema.fields())
            .filter(field -> !OWN.contains(field.name()))
            .toArray(StructField[]::new));
  }

  /** The row of a record; null if it is left out. */
  private @Nullable InternalRow row(
      JsonRecord record, JsonRecordParser parser, PartitionedFile file) {
    if (reading.badRows() == null) {
      return row(record.text(), null, JsonRecordParser.Parsed.NOTHING, parser);
    }
    JsonRecordParser.Parsed parsed = parser.parse(record);
    String reason = parsed.reason();
    if (reading.checked() && !parsed.unknown().isEmpty()) {
      if (!reading.followed()) {
        throw unknownField(parsed.unknown().get(0), record, file);
      }
      reason = "it has a field '" + parsed.unknown().get(0) + "', which schema does not name";
    }
    if (reason == null || reading.badRows() == BadRows.NULL) {
      return row(null, null, parsed, parser);
    }
    return switch (reading.badRows()) {
      case QUARANTINE -> row(record.text(), reason, parsed, parser);
      case DROP -> null;
      default ->
          throw RowFailures.failure(
              StandardError.BAD_RECORD,
              reading.mark(),
              "A row of '" + SourceFiles.shown(file.toPath()) + "' can't be read: " + reason + ".");
    };
  }

  private RuntimeException unknownField(String name, JsonRecord record, PartitionedFile file) {
    // Only the piece that a file starts with knows the numbers of its lines.
    String place = file.start() == 0 ? "Line " + record.line() : "A line";
    return RowFailures.failure(
        StandardError.SCHEMA_MISMATCH,
        place
            + " of '"
            + SourceFiles.shown(file.toPath())
            + "' has a field '"
            + name
            + "', which schema does not name; name it there, or set onDrift to add or rescue.");
  }

  private InternalRow row(
      @Nullable String text,
      @Nullable String reason,
      JsonRecordParser.Parsed parsed,
      JsonRecordParser parser) {
    List<@Nullable Object> values = new ArrayList<>();
    for (StructField field : requiredSchema.fields()) {
      values.add(
          switch (field.name()) {
            case QuarantineColumns.RECORD -> utf8(text);
            case QuarantineColumns.REASON -> utf8(reason);
            case UnifiedFrame.RESCUED -> utf8(parsed.rest());
            default -> parsed.value(parser.index(field.name()), field.dataType());
          });
    }
    return new GenericInternalRow(values.toArray());
  }

  private static @Nullable UTF8String utf8(@Nullable String text) {
    return text == null ? null : UTF8String.fromString(text);
  }
}
