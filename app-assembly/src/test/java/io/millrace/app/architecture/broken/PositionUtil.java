package io.millrace.app.architecture.broken;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Sees Spark, assigns rows by position, and has a name that says nothing. */
public final class PositionUtil {
  private PositionUtil() {}

  /** Must not be done. */
  public static List<Dataset<Row>> split(Dataset<Row> frame) {
    return List.of(frame.randomSplit(new double[] {0.8, 0.2}, 1));
  }
}
