package io.millrace.stages.evaluate;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of {@code evaluate/binary}. */
public record BinaryOptions(
    @Help("the class to be found; the last one in their order, if not given")
        @Nullable String positive,
    @Help(
            "what probability a row must exceed to count as found; the model's own decision, if not"
                + " given")
        @Range(min = 0, max = 1)
        @Nullable Double threshold,
    @Help("gives f_beta too, in which recall weighs so many times as much as precision")
        @Range(min = 0.001, max = 1000)
        @Nullable Double beta,
    @Help(
            "per cents of the rows, those with the highest scores, for lift_at_P and gain_at_P: how"
                + " much more positives they hold than others would, and which share of all")
        @Range(min = 1, max = 100)
        @Default("[10]")
        List<Integer> lift,
    @Help("bins of equal width that probabilities are compared in with what came true, for ece")
        @Range(min = 2, max = 1000)
        @Default("10")
        int calibrationBins,
    @Help("columns for each of whose values the metrics are given too") @InputColumn @Default("[]")
        List<String> slices,
    @Help("gives each metric a confidence interval, found by drawing the rows anew")
        @Nullable Bootstrap bootstrap,
    @Help("tells by how much a metric worsens if a column's values are shuffled, of each column")
        @Nullable Importance importance) {
  TallyOptions common() {
    return new TallyOptions(slices, bootstrap, importance);
  }

  BinaryOptions withoutDetails() {
    return new BinaryOptions(
        positive, threshold, beta, lift, calibrationBins, List.of(), null, null);
  }
}
