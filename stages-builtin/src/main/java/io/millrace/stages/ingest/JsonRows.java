package io.millrace.stages.ingest;

import io.millrace.api.QuarantineColumns;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowFailures;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.api.record.BadRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Declares the frame of JSON files. */
final class JsonRows {
  private static final String NO_OBJECT = "_millrace_no_object";

  private final SparkSession session;
  private final SourceFiles files;
  private final JsonFactory.Options options;

  JsonRows(SparkSession session, SourceFiles files, JsonFactory.Options options) {
    this.session = session;
    this.files = files;
    this.options = options;
  }

  /**
   * All fields of all objects, with types that all their values fit, found by reading the files.
   */
  Schema inferred() {
    Dataset<String> texts =
        load(JsonReading.texts(options.multiLine(), options.rows()), new StructType())
            .select(Columns.col(QuarantineColumns.RECORD))
            .as(Encoders.STRING());
    StructType found =
        session.read().option("columnNameOfCorruptRecord", NO_OBJECT).json(texts).schema();
    List<Column> columns = new ArrayList<>();
    for (Column column : Schemas.fromSpark(found).columns()) {
      if (!column.name().equals(NO_OBJECT)) {
        columns.add(Column.nullable(column.name(), column.type()));
      }
    }
    if (columns.isEmpty()) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT,
          "'"
              + options.path()
              + "' holds no JSON object with a field; correct path, or give schema.");
    }
    return Schema.of(columns);
  }

  /** The frame, lazily. */
  Dataset<Row> frame(Schema schema) {
    StructType columns = Schemas.toSpark(schema);
    String mark = "";
    if (options.badRows() == BadRows.FAIL) {
      BadRowCount count = new BadRowCount(() -> read(columns, BadRows.QUARANTINE, ""), files);
      String[] own = new String[1];
      own[0] =
          RowFailures.diagnosedBy(
              failure ->
                  RowFailures.isMarked(failure, own[0])
                      ? count.diagnose(
                          new JsonFirstBadRow(files, reading("", BadRows.FAIL), columns))
                      : Optional.empty());
      mark = own[0];
    }
    return read(columns, options.badRows(), mark);
  }

  private Dataset<Row> read(StructType columns, BadRows badRows, String mark) {
    return selected(load(reading(mark, badRows), columns), columns, badRows);
  }

  private static Dataset<Row> selected(Dataset<Row> read, StructType columns, BadRows badRows) {
    List<String> names = new ArrayList<>(List.of(columns.fieldNames()));
    if (badRows != BadRows.QUARANTINE) {
      return Columns.select(read, names);
    }
    names.add(QuarantineColumns.REASON);
    names.add(QuarantineColumns.RECORD);
    List<org.apache.spark.sql.Column> selected = new ArrayList<>(List.of(Columns.cols(names)));
    selected.add(
        functions
            .when(
                Columns.col(QuarantineColumns.REASON).isNotNull(),
                read.metadataColumn("_metadata").getField("file_path"))
            .as(QuarantineColumns.SOURCE));
    return read.select(selected.toArray(org.apache.spark.sql.Column[]::new));
  }

  /** The frame of files that are followed. */
  static Dataset<Row> followed(JsonFactory.Options options, Schema schema) {
    BadRows badRows = options.badRows() == BadRows.FAIL ? BadRows.QUARANTINE : options.badRows();
    StructType columns = Schemas.toSpark(schema);
    Dataset<Row> read =
        options.stream()
            .load(
                options.path(),
                JsonFormat.class.getName(),
                reading(options, "", badRows, true).toOptions(),
                withTexts(columns));
    return selected(read, columns, badRows);
  }

  private JsonReading reading(String mark, BadRows badRows) {
    return reading(options, mark, badRows, false);
  }

  private static JsonReading reading(
      JsonFactory.Options options, String mark, BadRows badRows, boolean followed) {
    // Where the schema was found by reading, nothing is new.
    boolean checked = options.schema() != null && options.onDrift() == OnDrift.FAIL;
    return new JsonReading(
        options.multiLine(),
        options.rows() == null ? "" : options.rows(),
        badRows,
        checked,
        options.onDrift() == OnDrift.RESCUE,
        followed,
        mark);
  }

  private Dataset<Row> load(JsonReading reading, StructType columns) {
    return session
        .read()
        .format(JsonFormat.class.getName())
        .options(reading.toOptions())
        .schema(withTexts(columns))
        .load(files.names());
  }

  private static StructType withTexts(StructType columns) {
    return columns
        .add(QuarantineColumns.REASON, DataTypes.StringType)
        .add(QuarantineColumns.RECORD, DataTypes.StringType);
  }
}
