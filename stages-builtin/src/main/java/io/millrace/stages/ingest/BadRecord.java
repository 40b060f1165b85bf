package io.millrace.stages.ingest;

import com.univocity.parsers.csv.CsvParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.csv.UnivocityParser;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Says what is wrong with a record that Spark could not read, by Spark's own parser, column by
 * column. Called for bad records only. Serialisable, as Spark's functions are.
 */
final class BadRecord implements UDF2<String, Object, String> {
  private static final long serialVersionUID = 1;

  /** A message holds no more of a value than this. */
  private static final int SHOWN = 100;

  private final StructType schema;
  private final Map<String, String> options;
  private transient @Nullable CsvParser tokens;
  private transient @Nullable List<ColumnParser> columns;

  BadRecord(StructType schema, Map<String, String> options) {
    this.schema = schema;
    this.options = options;
  }

  private record ColumnParser(int index, StructField field, UnivocityParser parser) {}

  @Override
  public String call(String record, Object allColumns) {
    return reason(record).orElse("the record can't be read");
  }

  /** What is wrong; empty if nothing is. */
  Optional<String> reason(String record) {
    @Nullable String[] fields = tokens().parseLine(record);
    if (fields == null) {
      return Optional.empty();
    }
    int open = OpenQuote.of(options).field(record);
    if (open != OpenQuote.NONE) {
      return Optional.of(
          open < schema.size()
              ? "the quote that opens column '" + schema.apply(open).name() + "' is never closed"
              : "the quote that opens field " + (open + 1) + " is never closed");
    }
    if (fields.length != schema.size()) {
      return Optional.of(
          "it has "
              + fields.length
              + (fields.length == 1 ? " field instead of " : " fields instead of ")
              + schema.size());
    }
    for (ColumnParser column : columns()) {
      if (!parses(column.parser(), record)) {
        return Optional.of(
            "column '"
                + column.field().name()
                + "' holds '"
                + shown(fields[column.index()])
                + "', which is no "
                + typeText(column.field()));
      }
    }
    return Optional.empty();
  }

  private static String typeText(StructField field) {
    return io.millrace.spark.api.Schemas.logicalType(field.dataType())
        .map(type -> type.text())
        .orElse(field.dataType().simpleString());
  }

  private static String shown(@Nullable String text) {
    String value = text == null ? "" : text;
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
  }

  private static boolean parses(UnivocityParser parser, String record) {
    try {
      parser.parse().apply(record);
      return true;
    } catch (Exception e) { // BadRecordException is checked, but Scala does not declare it.
      return false;
    }
  }

  private CsvParser tokens() {
    if (tokens == null) {
      tokens = new CsvParser(csvOptions().asParserSettings());
    }
    return tokens;
  }

  private List<ColumnParser> columns() {
    if (columns == null) {
      List<ColumnParser> parsers = new ArrayList<>();
      for (int i = 0; i < schema.size(); i++) {
        StructField field = schema.apply(i);
        if (!(field.dataType() instanceof StringType)) {
          StructType alone = new StructType(new StructField[] {field});
          parsers.add(
              new ColumnParser(i, field, CsvRecordParser.of(schema, alone, csvOptions(), options)));
        }
      }
      columns = parsers;
    }
    return columns;
  }

  private CSVOptions csvOptions() {
    return new CSVOptions(
        scala.collection.immutable.Map.from(CollectionConverters.asScala(options)), false, "UTC");
  }
}
