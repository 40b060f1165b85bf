package io.millrace.stages.ingest;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.is_valid_utf8;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.Ingestor;
import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.Asset;
import io.millrace.spark.api.RowFailures;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Reads text files by Spark's own source, which cuts large ones into pieces. */
final class TextFiles implements Ingestor<Dataset<Row>>, NamedSource {
  /** What Spark calls the text. */
  private static final String VALUE = "value";

  private final TextFileOptions options;
  private final Charset charset;

  TextFiles(TextFileOptions options) {
    this.options = options;
    charset = charset(options.encoding());
    if (!options.wholeFiles() && "\n".getBytes(charset).length > 1) {
      throw new IllegalArgumentException(
          "encoding: lines of %s can't be told apart; set wholeFiles: true, or convert the files"
              .formatted(charset.name()));
    }
    if (options.column().equals(options.pathColumn())) {
      throw new IllegalArgumentException("column and pathColumn are the same");
    }
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "encoding: '" + name + "' is none that Java knows, as UTF-8 or ISO-8859-1", e);
    }
  }

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    SourceFiles.at(options.path());
    List<io.millrace.api.schema.Column> columns = new ArrayList<>();
    columns.add(io.millrace.api.schema.Column.nullable(options.column(), Simple.STRING));
    if (options.pathColumn() != null) {
      columns.add(io.millrace.api.schema.Column.nullable(options.pathColumn(), Simple.STRING));
    }
    return Schema.of(columns);
  }

  @Override
  public List<Asset> sources(Optional<String> version) {
    return SourceFiles.named(options.path(), version);
  }

  @Override
  public Optional<String> version(PlanContext<Dataset<Row>> context) {
    return Optional.of(SourceFiles.at(options.path()).version());
  }

  @Override
  public Dataset<Row> read(Optional<String> version, StageContext<Dataset<Row>> context) {
    SourceFiles files = SourceFiles.at(options.path());
    Dataset<Row> read =
        SparkSession.active().read().option("wholetext", options.wholeFiles()).text(files.names());
    Column path = SourceFiles.shownPath(read.metadataColumn("_metadata").getField("file_path"));
    List<Column> columns = new ArrayList<>();
    columns.add(text(read.col(VALUE), path).as(options.column()));
    if (options.pathColumn() != null) {
      columns.add(path.as(options.pathColumn()));
    }
    return read.select(columns.toArray(Column[]::new));
  }

  private Column text(Column value, Column path) {
    Column text =
        charset.equals(StandardCharsets.UTF_8)
            ? when(is_valid_utf8(value), value).otherwise(notUtf8(path))
            : udf(decoder(charset.name()), DataTypes.StringType).apply(value.cast("binary"));
    // Of lines, Spark takes the mark of byte order off itself.
    return options.wholeFiles() ? regexp_replace(text, lit("^\uFEFF"), lit("")) : text;
  }

  private static Column notUtf8(Column path) {
    return RowFailures.raise(
        StandardError.BAD_ENCODING,
        "",
        concat(
            lit("The file '"),
            path,
            lit(
                "' is not encoded in UTF-8; set encoding, for instance to ISO-8859-1 or"
                    + " windows-1252.")));
  }

  private static UDF1<byte[], String> decoder(String charset) {
    return bytes -> new String(bytes, Charset.forName(charset));
  }
}
