package io.millrace.stages.train;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import org.jspecify.annotations.Nullable;

/** The options of {@code train/naive-bayes}. */
public record NaiveBayesOptions(
    @Help("the column with the classes: a string, a number or a boolean") @InputColumn @NotEmpty
        String label,
    @Help("the vector to learn from") @InputColumn @NotEmpty @Default("features") String features,
    @Help("a number that weighs rows") @InputColumn @Nullable String weight,
    @Help("how much the rows of a class weigh, beside their own weight")
        @Nullable ClassWeights classWeights,
    @Help("added to each count, so that no chance is 0") @Range(min = 0) @Tunable @Default("1.0")
        double smoothing,
    @Help(
            "multinomial or complement for counts, bernoulli for zeros and ones, gaussian for any number")
        @Tunable
        @Default("multinomial")
        ModelType modelType)
    implements PredictorOptions {
  /** How features are distributed within a class. */
  public enum ModelType {
    MULTINOMIAL,
    COMPLEMENT,
    BERNOULLI,
    GAUSSIAN
  }
}
