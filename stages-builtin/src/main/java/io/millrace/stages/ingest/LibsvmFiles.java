package io.millrace.stages.ingest;

import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.udf;

import io.millrace.api.Ingestor;
import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.Asset;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.Schemas;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Reads LIBSVM files: Spark's own source tells bad lines in words of its own, and wants indices
 * that its users never see.
 */
final class LibsvmFiles implements Ingestor<Dataset<Row>>, NamedSource {
  private static final String LINE = "line";
  private static final String PATH = "path";
  private static final String RECORD = "record";

  private final LibsvmOptions options;

  LibsvmFiles(LibsvmOptions options) {
    this.options = options;
    if (options.label().equals(options.features())) {
      throw new IllegalArgumentException("label and features are the same column");
    }
  }

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    SourceFiles.at(options.path());
    return schema(options.numFeatures() == null ? VectorOf.UNKNOWN_SIZE : options.numFeatures());
  }

  private Schema schema(int size) {
    return Schema.of(
        Column.nullable(options.label(), Simple.DOUBLE),
        Column.nullable(options.features(), new VectorOf(size)));
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
    Dataset<Row> lines = lines(SourceFiles.at(options.path()));
    int size = options.numFeatures() == null ? largestIndex(lines) : options.numFeatures();
    LibsvmRecord record = new LibsvmRecord(size);
    // Not deterministic, as Spark calls it, so that the line is not parsed once for each column.
    Dataset<Row> records =
        lines.select(
            udf(record, Schemas.toSpark(schema(size)))
                .asNondeterministic()
                .apply(Columns.col(LINE), Columns.col(PATH))
                .as(RECORD));
    return records.select(functions.col(RECORD + ".*"));
  }

  /** The lines that hold a record, without their comments. */
  private static Dataset<Row> lines(SourceFiles files) {
    Dataset<Row> read = SparkSession.active().read().text(files.names());
    org.apache.spark.sql.Column path =
        SourceFiles.shownPath(read.metadataColumn("_metadata").getField("file_path"));
    return read.select(trim(regexp_replace(read.col("value"), "#.*", "")).as(LINE), path.as(PATH))
        .filter(Columns.col(LINE).notEqual(""));
  }

  private static int largestIndex(Dataset<Row> lines) {
    org.apache.spark.sql.Column largest =
        udf(new LibsvmRecord.LargestIndex(), DataTypes.IntegerType)
            .apply(Columns.col(LINE), Columns.col(PATH));
    Row row = lines.agg(max(largest)).head();
    return row.isNullAt(0) ? 0 : row.getInt(0);
  }
}
