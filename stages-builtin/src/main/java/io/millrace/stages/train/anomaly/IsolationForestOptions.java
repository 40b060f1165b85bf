package io.millrace.stages.train.anomaly;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import org.jspecify.annotations.Nullable;

/** The options of {@code train/isolation-forest}. */
public record IsolationForestOptions(
    @Help("the vector to learn from") @InputColumn @NotEmpty @Default("features") String features,
    @Help(
            "a column of two classes, of which the second in their order is that of anomalies: what"
                + " evaluators judge by; the forest does not learn from it")
        @NotEmpty
        @Nullable String label,
    @Help("trees") @Range(min = 1, max = 10_000) @Tunable @Default("100") int numTrees,
    @Help("rows that each tree isolates from each other")
        @Range(min = 2, max = 65_536)
        @Tunable
        @Default("256")
        int maxSamples,
    @Help(
            "the share of the training rows to be taken for anomalies; without it rows whose score"
                + " exceeds 0.5 are, as the method's authors say")
        @Range(min = 0, max = 0.5, minExclusive = true)
        @Nullable Double contamination) {}
