package io.millrace.stages.split;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.Range;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code split/random}. */
public final class RandomSplitFactory extends SparkStageFactory<RandomSplitFactory.Options> {
  /** Options of {@code split/random}. */
  public record Options(
      @Help("The share of rows to learn from")
          @Range(min = 0, max = 1, minExclusive = true, maxExclusive = true)
          double train,
      @Help("The share of rows for early stopping and thresholds")
          @Default("0")
          @Range(min = 0, max = 1, maxExclusive = true)
          double validation,
      @Help("The share of rows that only evaluators see")
          @Default("0")
          @Range(min = 0, max = 1, maxExclusive = true)
          double test,
      @Help(
              "The columns whose values make a group, as a customer's id: its rows stay together, and"
                  + " where they are as data grows; all columns if empty")
          @Default("[]")
          @InputColumn
          List<String> keys) {}

  /** For ServiceLoader. */
  public RandomSplitFactory() {
    super(
        "split/random",
        Options.class,
        "Assigns rows to parts by a hash of their content, or of keys: then each group stays whole",
        "train: 0.8\ntest: 0.2");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new RandomSplitter(options);
  }
}
