package io.millrace.stages.train.cluster;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import org.jspecify.annotations.Nullable;

/** The options of {@code train/gaussian-mixture}. */
public record GaussianMixtureOptions(
    @Help("the vector to learn from, of a few dozen slots at most")
        @InputColumn
        @NotEmpty
        @Default("features")
        String features,
    @Help("a number that weighs rows") @InputColumn @Nullable String weight,
    @Help("number of clusters") @Range(min = 2) @Tunable @Default("2") int k,
    @Help("rounds at most") @Range(min = 1) @Tunable @Default("100") int maxIter,
    @Help("stops when the likelihood's logarithm grows by less")
        @Range(min = 0)
        @Tunable
        @Default("0.01")
        double tol)
    implements ClusterOptions {}
