package io.millrace.spark;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.RowValues;
import io.millrace.spark.api.Schemas;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Frames to try an engine on. */
final class EngineFrames {
  static final Schema SCHEMA =
      Schema.of(
          Column.nullable("a.b `c`, {d}=", Simple.LONG),
          Column.nullable("ünï \"q\"", Simple.STRING),
          Column.nullable("v", new VectorOf(2)),
          Column.nullable("list", new ArrayOf(Simple.INT)));

  static final List<List<Object>> ROWS =
      List.of(
          Arrays.asList(1L, "x", List.of(0.0, 1.5), List.of(1, 2)),
          Arrays.asList(2L, "y,\"z\"", List.of(2.0, 0.0), List.of()),
          Arrays.asList(3L, null, null, null));

  private EngineFrames() {}

  static Dataset<Row> frame(SparkEngine engine) {
    return engine
        .session()
        .createDataFrame(
            ROWS.stream().map(row -> RowValues.row(SCHEMA, row)).toList(), Schemas.toSpark(SCHEMA))
        .coalesce(1);
  }

  static Dataset<Row> numbers(SparkEngine engine, long count, int partitions) {
    return engine.session().range(0, count, 1, partitions).toDF();
  }
}
