package io.millrace.stages.evaluate;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of {@code evaluate/regression}. */
public record RegressionOptions(
    @Help(
            "shares of the rows, for error_pP: the absolute error that P per cent of them don't"
                + " exceed; they cost an exchange of the rows")
        @Range(min = 0, max = 1)
        @Default("[]")
        List<Double> quantiles,
    @Help("columns for each of whose values the metrics are given too") @InputColumn @Default("[]")
        List<String> slices,
    @Help("gives each metric a confidence interval, found by drawing the rows anew")
        @Nullable Bootstrap bootstrap,
    @Help("tells by how much a metric worsens if a column's values are shuffled, of each column")
        @Nullable Importance importance) {
  TallyOptions common() {
    return new TallyOptions(slices, bootstrap, importance);
  }
}
