package io.millrace.stages.ingest;

import io.millrace.api.QuarantineColumns;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowFailures;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.api.record.BadRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Declares the frame of CSV files by Spark's own source: bad rows are found where rows are cut. */
final class CsvRows {
  /** Where Spark puts the text of a record that it can't read as the schema says. */
  private static final String CORRUPT = "_millrace_corrupt_record";

  private final SparkSession session;
  private final SourceFiles files;
  private final CsvDialect dialect;
  private final StructType schema;

  CsvRows(SparkSession session, SourceFiles files, CsvDialect dialect, Schema schema) {
    this.session = session;
    this.files = files;
    this.dialect = dialect;
    this.schema = Schemas.toSpark(schema);
  }

  /** The types that all values of a column fit, found by reading the files. */
  static Schema inferred(
      SparkSession session, SourceFiles files, CsvDialect dialect, List<String> names) {
    Map<String, String> options = dialect.sparkOptions();
    DataFrameReader reader = session.read().option("inferSchema", "true");
    StructType found =
        CsvRecordParser.missing(options).isEmpty()
            ? reader.options(options).csv(files.names()).schema()
            : reader.csv(lines(session, files, dialect, names)).schema();
    List<io.millrace.api.schema.Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(
          io.millrace.api.schema.Column.nullable(
              names.get(i),
              i < found.size()
                  ? Schemas.logicalType(found.apply(i).dataType()).orElse(Simple.STRING)
                  : Simple.STRING));
    }
    return Schema.of(columns);
  }

  /** The rows as plain lines without the texts for a missing value: Spark infers with one only. */
  private static Dataset<String> lines(
      SparkSession session, SourceFiles files, CsvDialect dialect, List<String> names) {
    Schema texts =
        Schema.of(
            names.stream()
                .map(name -> io.millrace.api.schema.Column.nullable(name, Simple.STRING))
                .toList());
    CsvRows rows = new CsvRows(session, files, dialect, texts);
    Column[] columns = names.stream().map(Columns::col).toArray(Column[]::new);
    Map<String, String> asTheyAre =
        Map.of("ignoreLeadingWhiteSpace", "false", "ignoreTrailingWhiteSpace", "false");
    return rows.reader("PERMISSIVE", true)
        .schema(rows.schema)
        .load(files.names())
        .select(functions.to_csv(functions.struct(columns), asTheyAre))
        .as(Encoders.STRING());
  }

  /** The frame, lazily. */
  Dataset<Row> frame(BadRows badRows) {
    return switch (badRows) {
      case FAIL -> failing();
      case NULL -> reader("PERMISSIVE", true).schema(schema).load(files.names());
      case DROP -> good();
      case QUARANTINE -> quarantined();
    };
  }

  private Dataset<Row> failing() {
    CsvDiagnosis diagnosis = new CsvDiagnosis(this::quarantined, files, dialect, schema);
    RowFailures.diagnosedBy(diagnosis::of);
    return reader("FAILFAST", false).schema(schema).load(files.names());
  }

  /**
   * With pruning, Spark cuts only the columns that are asked for, and can't tell a row of the wrong
   * length.
   */
  private DataFrameReader reader(String mode, boolean pruning) {
    return session
        .read()
        .format(CsvFormat.class.getName())
        .options(dialect.sparkOptions())
        .option("mode", mode)
        .option("columnPruning", pruning);
  }

  private Dataset<Row> good() {
    return Columns.select(
        quarantined().filter(Columns.col(QuarantineColumns.REASON).isNull()),
        List.of(schema.fieldNames()));
  }

  /** The frame of files that are followed; columns go by their places in all of them. */
  static Dataset<Row> followed(CsvFactory.Options options, CsvDialect dialect, Schema schema) {
    StructType columns = Schemas.toSpark(schema);
    Map<String, String> settings = new HashMap<>(dialect.sparkOptions());
    settings.put("mode", "PERMISSIVE");
    settings.put("columnPruning", "false");
    settings.put("columnNameOfCorruptRecord", CORRUPT);
    boolean told = options.badRows() == BadRows.FAIL || options.badRows() == BadRows.QUARANTINE;
    settings.put(OtherHeader.OPTION, told ? OtherHeader.RECORD : OtherHeader.FAILURE);
    Dataset<Row> read =
        options.stream()
            .load(
                options.path(),
                CsvFormat.class.getName(),
                settings,
                columns.add(CORRUPT, DataTypes.StringType));
    Dataset<Row> rows = quarantined(read, columns, dialect);
    return switch (options.badRows()) {
      case FAIL, QUARANTINE -> rows;
      case NULL -> Columns.select(rows, List.of(columns.fieldNames()));
      case DROP ->
          Columns.select(
              rows.filter(Columns.col(QuarantineColumns.REASON).isNull()),
              List.of(columns.fieldNames()));
    };
  }

  private Dataset<Row> quarantined() {
    return quarantined(
        reader("PERMISSIVE", false)
            .option("columnNameOfCorruptRecord", CORRUPT)
            .schema(schema.add(CORRUPT, DataTypes.StringType))
            .load(files.names()),
        schema,
        dialect);
  }

  private static Dataset<Row> quarantined(
      Dataset<Row> read, StructType schema, CsvDialect dialect) {
    Column corrupt = Columns.col(CORRUPT);
    Column reason =
        functions
            .udf(new BadRecord(schema, dialect.sparkOptions()), DataTypes.StringType)
            .apply(corrupt, allColumns(schema));
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      columns.add(Columns.col(field.name()));
    }
    columns.add(
        functions
            .when(
                corrupt.isNotNull(),
                functions.coalesce(OtherHeader.reason(corrupt, schema), reason))
            .as(QuarantineColumns.REASON));
    columns.add(OtherHeader.text(corrupt).as(QuarantineColumns.RECORD));
    Column path = read.metadataColumn("_metadata").getField("file_path");
    columns.add(functions.when(corrupt.isNotNull(), path).as(QuarantineColumns.SOURCE));
    return read.select(columns.toArray(Column[]::new));
  }

  /**
   * Spark checks the columns that a query asks for, and no others: the reason asks for all of them,
   * so that a row is bad or good whatever is read of it.
   */
  private static Column allColumns(StructType schema) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      columns.add(Columns.col(field.name()).isNull());
    }
    return functions.array(columns.toArray(Column[]::new));
  }
}
