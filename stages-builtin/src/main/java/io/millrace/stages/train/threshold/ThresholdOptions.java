package io.millrace.stages.train.threshold;

import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.Range;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options of {@code train/threshold}. */
@Exclusive({"cost", "minRecall", "minPrecision", "beta"})
public record ThresholdOptions(
    @Help("the class to be found; the last one in their order, if not given")
        @Nullable String positive,
    @Help("chooses what costs least") @Nullable Cost cost,
    @Help("chooses the best precision among those that find at least this share of the positives")
        @Range(min = 0, max = 1, minExclusive = true)
        @Nullable Double minRecall,
    @Help("chooses the best recall among those of which at least this share is positive")
        @Range(min = 0, max = 1, minExclusive = true)
        @Nullable Double minPrecision,
    @Help("chooses the best F-beta, in which recall weighs so many times as much as precision")
        @Range(min = 0.001, max = 1000)
        @Nullable Double beta,
    @Help(
            "folds of the training rows: the model is trained without each, to predict it, where"
                + " the split has not both a validation and a test part")
        @Range(min = 2, max = 100)
        @Default("5")
        int folds) {
  /** What wrong decisions cost. */
  public record Cost(
      @Help("of a row that is found and no positive") @Range(min = 0) @Default("1")
          double falsePositive,
      @Help("of a positive that is not found") @Range(min = 0) @Default("1")
          double falseNegative) {}

  /** Refuses options that name no aim. */
  void check() {
    if (Stream.of(cost, minRecall, minPrecision, beta).allMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "nothing says what threshold is best: give cost, minRecall, minPrecision or beta");
    }
    if (cost != null && cost.falsePositive() == 0 && cost.falseNegative() == 0) {
      throw new IllegalArgumentException("a cost of 0 for both mistakes prefers no threshold");
    }
  }
}
