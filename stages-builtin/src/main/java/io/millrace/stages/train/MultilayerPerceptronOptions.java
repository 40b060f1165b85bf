package io.millrace.stages.train;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import java.util.List;

/** The options of {@code train/multilayer-perceptron}. */
public record MultilayerPerceptronOptions(
    @Help("the column with the classes: a string, a number or a boolean") @InputColumn @NotEmpty
        String label,
    @Help("the vector to learn from") @InputColumn @NotEmpty @Default("features") String features,
    @Help("nodes of each layer between the features and the classes")
        @Tunable
        @Default("[16]")
        @NotEmpty
        List<Integer> hiddenLayers,
    @Help("iterations at most") @Range(min = 1) @Tunable @Default("100") int maxIter,
    @Help("stop when an iteration gains less than this") @Range(min = 0) @Tunable @Default("1e-6")
        double tol,
    @Help("rows put together for a step of matrix algebra") @Range(min = 1) @Tunable @Default("128")
        int blockSize)
    implements PredictorOptions {
  @Override
  public void check() {
    if (hiddenLayers.stream().anyMatch(nodes -> nodes < 1)) {
      throw new IllegalArgumentException("each of hiddenLayers has at least one node");
    }
  }
}
