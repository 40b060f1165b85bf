package io.millrace.stages.split;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.Range;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code split/stratified}. */
public final class StratifiedSplitFactory
    extends SparkStageFactory<StratifiedSplitFactory.Options> {
  /** Options of {@code split/stratified}. */
  public record Options(
      @Help("The column whose values keep their shares in every part; missing values count as one")
          @InputColumn
          String label,
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
          double test) {}

  /** For ServiceLoader. */
  public StratifiedSplitFactory() {
    super(
        "split/stratified",
        Options.class,
        "Assigns rows to parts by a hash of their content, so that every part holds each class in"
            + " its share",
        "label: Churn\ntrain: 0.8\ntest: 0.2");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new StratifiedSplitter(options);
  }
}
