package io.millrace.stages.ingest;

import io.millrace.api.Ingestor;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.Schemas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads Parquet files; the first file's footer tells the columns of all. */
final class ParquetIngestor implements Ingestor<Dataset<Row>> {
  /** Where Spark keeps its own schema, with vectors and the metadata of columns. */
  private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";

  private final String path;

  ParquetIngestor(ParquetFactory.Options options) {
    path = options.path();
  }

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    return nullable(Schemas.fromSpark(footer(SourceFiles.at(path))));
  }

  /** Files promise nothing: another writer may leave values out. */
  private static Schema nullable(Schema schema) {
    return Schema.of(
        schema.columns().stream().map(c -> Column.nullable(c.name(), c.type())).toList());
  }

  private static StructType footer(SourceFiles files) {
    Path first = files.paths().get(0);
    Configuration configuration = files.hadoop();
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(first, configuration))) {
      FileMetaData metadata = reader.getFileMetaData();
      String json = metadata.getKeyValueMetaData().get(SPARK_SCHEMA);
      return json == null
          ? new ParquetToSparkSchemaConverter(SQLConf.get()).convert(metadata.getSchema())
          : (StructType) DataType.fromJson(json);
    } catch (IOException e) {
      throw SourceFiles.unreadable(SourceFiles.shown(first), e);
    } catch (FSError e) {
      throw SourceFiles.unreadable(SourceFiles.shown(first), SourceFiles.cause(e));
    } catch (RuntimeException e) { // Parquet's own way to say that this is no Parquet file.
      throw new MillraceException(
          StandardError.UNREADABLE_FILE,
          "'" + SourceFiles.shown(first) + "' is no readable Parquet file.",
          e);
    }
  }

  @Override
  public Optional<String> version(PlanContext<Dataset<Row>> context) {
    return Optional.of(SourceFiles.at(path).version());
  }

  @Override
  public Dataset<Row> read(Optional<String> version, StageContext<Dataset<Row>> context) {
    SourceFiles files = SourceFiles.at(path);
    StructType stored = footer(files);
    Dataset<Row> frame = SparkSession.active().read().schema(stored).parquet(files.names());
    return asPlatformTypes(frame, Schemas.fromSpark(stored));
  }

  /** Bytes, shorts and zoneless times become the types that the schema calls them. */
  private static Dataset<Row> asPlatformTypes(Dataset<Row> frame, Schema schema) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (Column column : schema.columns()) {
      StructField field = frame.schema().apply(column.name());
      DataType wanted = Schemas.dataType(column.type());
      org.apache.spark.sql.Column value = Columns.col(column.name());
      boolean same = DataType.equalsStructurally(field.dataType(), wanted, true);
      columns.add(same ? value : value.cast(wanted).as(column.name(), field.metadata()));
    }
    return frame.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }
}
