package io.millrace.stages.train;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The options of {@code train/isotonic-regression}. */
public record IsotonicRegressionOptions(
    @Help("the number to predict") @InputColumn @NotEmpty String label,
    @Help("the vector that holds the one feature to learn from")
        @InputColumn
        @NotEmpty
        @Default("features")
        String features,
    @Help("a number that weighs rows") @InputColumn @Nullable String weight,
    @Help("the feature's place in the vector, from 0") @Range(min = 0) @Tunable @Default("0")
        int featureIndex,
    @Help("whether predictions never fall as the feature rises; false: never rise") @Default("true")
        boolean isotonic)
    implements PredictorOptions {
  void checkPlace(Dataset<Row> rows) {
    int slots = Labels.firstVector(rows, features).size();
    if (featureIndex >= slots) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The option featureIndex is %d, and the vector '%s' has %d slots, counted from 0."
              .formatted(featureIndex, features, slots));
    }
  }
}
