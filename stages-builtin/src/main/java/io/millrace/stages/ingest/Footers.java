package io.millrace.stages.ingest;

import java.io.IOException;
import java.io.InputStream;
import org.apache.avro.InvalidAvroMagicException;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.FileFormatException;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.avro.SchemaConverters;
import org.apache.spark.sql.execution.datasources.orc.OrcUtils;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Reads from single files which columns they have. */
final class Footers {
  /** Where Spark keeps its own schema, with vectors and the metadata of columns. */
  private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";

  private Footers() {}

  static StructType parquet(Path file, Configuration hadoop) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      FileMetaData metadata = reader.getFileMetaData();
      String json = metadata.getKeyValueMetaData().get(SPARK_SCHEMA);
      return json == null
          ? new ParquetToSparkSchemaConverter(SQLConf.get()).convert(metadata.getSchema())
          : (StructType) DataType.fromJson(json);
    }
  }

  static StructType orc(Path file, Configuration hadoop) throws IOException {
    try (Reader reader = OrcFile.createReader(file, OrcFile.readerOptions(hadoop))) {
      return OrcUtils.toCatalystSchema(reader.getSchema());
    } catch (FileFormatException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static StructType avro(Path file, Configuration hadoop) throws IOException {
    try (InputStream input = file.getFileSystem(hadoop).open(file);
        DataFileStream<GenericRecord> stream =
            new DataFileStream<>(input, new GenericDatumReader<>())) {
      DataType type = SchemaConverters.toSqlType(stream.getSchema()).dataType();
      if (type instanceof StructType columns) {
        return columns;
      }
      throw new IllegalArgumentException("the schema is no record but " + type.sql());
    } catch (InvalidAvroMagicException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
