package io.millrace.stages.ingest;

import io.millrace.api.Ingestor;
import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.Asset;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads files as they are by Spark's own source. */
final class BinaryFiles implements Ingestor<Dataset<Row>>, NamedSource {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("path", Simple.STRING),
          Column.nullable("size", Simple.LONG),
          Column.nullable("modified", Simple.TIMESTAMP),
          Column.nullable("content", Simple.BINARY));

  private final String path;

  BinaryFiles(BinaryFileOptions options) {
    path = options.path();
  }

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    files();
    return SCHEMA;
  }

  @Override
  public List<Asset> sources(Optional<String> version) {
    return SourceFiles.named(path, version);
  }

  @Override
  public Optional<String> version(PlanContext<Dataset<Row>> context) {
    return Optional.of(files().version());
  }

  /** A value of a row can't be longer than an array of Java. */
  private SourceFiles files() {
    SourceFiles files = SourceFiles.at(path);
    for (FileStatus file : files.all()) {
      if (file.getLen() > Integer.MAX_VALUE - 64) {
        throw new MillraceException(
            StandardError.UNREADABLE_FILE,
            "'%s' has %d bytes, more than the 2 GiB that a value of a row may have; take it out of the path, or cut it."
                .formatted(SourceFiles.shown(file.getPath()), file.getLen()));
      }
    }
    return files;
  }

  @Override
  public Dataset<Row> read(Optional<String> version, StageContext<Dataset<Row>> context) {
    Dataset<Row> read = SparkSession.active().read().format("binaryFile").load(files().names());
    return read.select(
        SourceFiles.shownPath(read.metadataColumn("_metadata").getField("file_path")).as("path"),
        read.col("length").as("size"),
        read.col("modificationTime").as("modified"),
        read.col("content"));
  }
}
