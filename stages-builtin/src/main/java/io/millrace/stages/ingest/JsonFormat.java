package io.millrace.stages.ingest;

import io.millrace.spark.api.record.JsonRecordParser;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.json.JsonFileFormat;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's JSON source with a reader of our own, which says what is wrong with a record and keeps
 * the fields that are no columns. Spark makes it by its class name.
 */
public final class JsonFormat extends JsonFileFormat {
  private static final long serialVersionUID = 1;

  /** For Spark. */
  public JsonFormat() {}

  /** Filters are left to Spark: a row that is filtered out may be bad, too. */
  @Override
  public Function1<PartitionedFile, Iterator<InternalRow>> buildReader(
      SparkSession session,
      StructType dataSchema,
      StructType partitionSchema,
      StructType requiredSchema,
      Seq<Filter> filters,
      scala.collection.immutable.Map<String, String> options,
      Configuration hadoop) {
    Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    given.putAll(CollectionConverters.asJava(options));
    return new JsonFileReader(
        dataSchema,
        requiredSchema,
        JsonRecordParser.options(),
        JsonReading.of(given),
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .broadcast(new SerializableConfiguration(hadoop)));
  }

  @Override
  public String toString() {
    return "Millrace JSON";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonFormat;
  }

  @Override
  public int hashCode() {
    return JsonFormat.class.hashCode();
  }
}
