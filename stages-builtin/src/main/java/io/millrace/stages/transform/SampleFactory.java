package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code transform/sample}. */
public final class SampleFactory extends SparkStageFactory<SampleFactory.Options> {
  /** Options of {@code transform/sample}. */
  @Exclusive(
      value = {"fraction", "fractions"},
      oneRequired = true)
  public record Options(
      @Help("The share of the training rows that stays")
          @Range(min = 0, max = 1, minExclusive = true)
          @Nullable Double fraction,
      @Help("The column of classes that fractions are given for") @InputColumn
          @Nullable String label,
      @Help("The share that stays by class, as text; classes that are not named stay whole")
          @NotEmpty
          @Range(min = 0, max = 1)
          @Nullable Map<String, Double> fractions,
      @Help("The columns whose values make a group, which stays or goes whole; all if empty")
          @Default("[]")
          @InputColumn
          List<String> keys) {}

  /** For ServiceLoader. */
  public SampleFactory() {
    super(
        "transform/sample",
        Options.class,
        "Keeps a share of the training rows, or of each class of them, by a hash of their content",
        "label: Churn\nfractions: { \"No\": 0.5 }");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    if ((options.label() == null) != (options.fractions() == null)) {
      throw new IllegalArgumentException("label and fractions go together: give both, or fraction");
    }
    return new Sample(options);
  }
}
