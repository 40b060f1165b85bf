package io.millrace.stages.split;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code split/time}. */
public final class TimeSplitFactory extends SparkStageFactory<TimeSplitFactory.Options> {
  /** Options of {@code split/time}. */
  public record Options(
      @Help("The column that orders rows: a date, a timestamp, or a whole number as a year")
          @InputColumn
          String column,
      @Help("The share of rows to learn from, the oldest; needs no cut points")
          @Range(min = 0, max = 1, minExclusive = true, maxExclusive = true)
          @Nullable Double train,
      @Help("The share of rows for early stopping and thresholds, later than those of train")
          @Default("0")
          @Range(min = 0, max = 1, maxExclusive = true)
          double validation,
      @Help("The share of rows that only evaluators see, the newest")
          @Default("0")
          @Range(min = 0, max = 1, maxExclusive = true)
          double test,
      @Help("The first time of the validation rows, in place of shares") @NotEmpty
          @Nullable String validationFrom,
      @Help("The first time of the test rows, in place of shares") @NotEmpty
          @Nullable String testFrom) {}

  /** For ServiceLoader. */
  public TimeSplitFactory() {
    super(
        "split/time",
        Options.class,
        "Gives the oldest rows to train and the newest to test; rows of one time stay together",
        "column: tenure\ntrain: 0.8\ntest: 0.2");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    boolean cut = options.validationFrom() != null || options.testFrom() != null;
    boolean shared = options.train() != null || options.validation() > 0 || options.test() > 0;
    if (cut == shared) {
      throw new IllegalArgumentException(
          "give either the shares train, validation and test, or the cut points validationFrom and"
              + " testFrom");
    }
    return new TimeSplitter(options);
  }
}
