package io.millrace.stages.split;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.Range;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code split/rolling-origin}. */
public final class RollingOriginFactory extends SparkStageFactory<RollingOriginFactory.Options> {
  /** Options of {@code split/rolling-origin}. */
  public record Options(
      @Help("The column that orders rows: a date, a timestamp, or a whole number as a year")
          @InputColumn
          String column,
      @Help("The number of folds, each of which is held out at a later time")
          @Default("5")
          @Range(min = 1, max = 1000)
          int k,
      @Help("The share of rows, the oldest, that the first fold learns from and none holds out")
          @Default("0.5")
          @Range(min = 0, max = 1, minExclusive = true, maxExclusive = true)
          double train,
      @Help("What later folds learn from") @Default("expanding") Window window,
      @Help(
              "How far in time training rows stay away from those held out: days for dates, seconds"
                  + " for timestamps, else in the column's unit")
          @Default("0")
          @Range(min = 0)
          long gap) {}

  /** What a fold learns from. */
  public enum Window {
    /** All rows before those that it holds out. */
    EXPANDING,
    /** About as many rows as the first fold, just before those that it holds out. */
    SLIDING
  }

  /** For ServiceLoader. */
  public RollingOriginFactory() {
    super(
        "split/rolling-origin",
        Options.class,
        "Makes k folds over time: each learns from the past of the rows that it holds out",
        "column: tenure\nk: 3");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new RollingOriginSplitter(options);
  }
}
