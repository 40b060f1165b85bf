package io.millrace.stages.ingest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.csv.CSVFileFormat;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's CSV source with {@link CsvRecordParser} and a strict look at the encoding of UTF-8. Spark
 * makes it by its class name.
 */
public final class CsvFormat extends CSVFileFormat {
  private static final long serialVersionUID = 1;

  /** For Spark. */
  public CsvFormat() {}

  @Override
  public Function1<PartitionedFile, Iterator<InternalRow>> buildReader(
      SparkSession session,
      StructType dataSchema,
      StructType partitionSchema,
      StructType requiredSchema,
      Seq<Filter> filters,
      scala.collection.immutable.Map<String, String> options,
      Configuration hadoop) {
    SQLConf conf = SQLConf.get();
    CSVOptions parsed =
        new CSVOptions(
            options,
            conf.csvColumnPruning(),
            conf.sessionLocalTimeZone(),
            conf.columnNameOfCorruptRecord());
    Map<String, String> given = new HashMap<>(CollectionConverters.asJava(options));
    Broadcast<SerializableConfiguration> shared =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .broadcast(new SerializableConfiguration(hadoop));
    // Spark's own column for bad records is in no file.
    List<Filter> pushed =
        CollectionConverters.asJava(filters).stream()
            .filter(filter -> !List.of(filter.references()).contains(corrupt(parsed)))
            .toList();
    return new CsvFileReader(dataSchema, requiredSchema, parsed, pushed, given, shared);
  }

  static String corrupt(CSVOptions options) {
    return options.columnNameOfCorruptRecord();
  }

  @Override
  public String toString() {
    return "Millrace CSV";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CsvFormat;
  }

  @Override
  public int hashCode() {
    return CsvFormat.class.hashCode();
  }
}
