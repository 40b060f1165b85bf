package io.millrace.testkit.spark;

import io.millrace.api.schema.Schema;
import io.millrace.spark.api.RowValues;
import io.millrace.spark.api.Schemas;
import io.millrace.testkit.contract.Frames;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Makes frames of plain Java values, and plain values of frames; see {@link RowValues}. */
public final class SparkTestFrames implements Frames<Dataset<Row>> {
  private final SparkSession session;

  SparkTestFrames(SparkSession session) {
    this.session = session;
  }

  /** A frame of one partition with the rows in their order. */
  @Override
  public Dataset<Row> frame(Schema schema, List<? extends List<? extends @Nullable Object>> rows) {
    List<Row> converted = rows.stream().map(row -> RowValues.row(schema, row)).toList();
    return session.createDataFrame(converted, Schemas.toSpark(schema)).coalesce(1);
  }

  /** The rows in the frame's order. */
  @Override
  public List<List<@Nullable Object>> rows(Dataset<Row> frame) {
    return Stream.of((Row[]) frame.collect()).map(RowValues::plain).toList();
  }

  @Override
  public Schema schema(Dataset<Row> frame) {
    return Schemas.fromSpark(frame.schema());
  }

  /** The values of one column, in the frame's order. */
  public List<@Nullable Object> column(Dataset<Row> frame, String name) {
    int index = List.of(frame.columns()).indexOf(name);
    return rows(frame).stream().<@Nullable Object>map(row -> row.get(index)).toList();
  }

  /** The session that the frames live in. */
  public SparkSession session() {
    return session;
  }
}
