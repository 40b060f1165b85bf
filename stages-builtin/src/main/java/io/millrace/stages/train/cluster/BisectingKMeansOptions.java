package io.millrace.stages.train.cluster;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import org.jspecify.annotations.Nullable;

/** The options of {@code train/bisecting-k-means}. */
public record BisectingKMeansOptions(
    @Help("the vector to learn from; scale it first, where its slots have different units")
        @InputColumn
        @NotEmpty
        @Default("features")
        String features,
    @Help("a number that weighs rows") @InputColumn @Nullable String weight,
    @Help("number of clusters; fewer, if no cluster can be divided any more")
        @Range(min = 2)
        @Tunable
        @Default("4")
        int k,
    @Help("rounds of each division at most") @Range(min = 1) @Tunable @Default("20") int maxIter,
    @Help("rows that a cluster has at least, to be divided; below 1 a share of all rows")
        @Range(min = 0, minExclusive = true)
        @Tunable
        @Default("1.0")
        double minDivisibleClusterSize,
    @Help("how far vectors lie apart; vectors of zeros have no cosine")
        @Tunable
        @Default("euclidean")
        Distance distanceMeasure)
    implements ClusterOptions {}
