package io.millrace.stages.train.cluster;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import org.jspecify.annotations.Nullable;

/** The options of {@code train/k-means}. */
public record KMeansOptions(
    @Help("the vector to learn from; scale it first, where its slots have different units")
        @InputColumn
        @NotEmpty
        @Default("features")
        String features,
    @Help("a number that weighs rows") @InputColumn @Nullable String weight,
    @Help("number of clusters; fewer are made of fewer different rows")
        @Range(min = 2)
        @Tunable
        @Default("2")
        int k,
    @Help("rounds at most") @Range(min = 1) @Tunable @Default("20") int maxIter,
    @Help("stops when no center moves farther than this") @Range(min = 0) @Tunable @Default("1e-4")
        double tol,
    @Help("rounds of k-means||, which chooses the first centers") @Range(min = 1) @Default("2")
        int initSteps,
    @Help("how far vectors lie apart; vectors of zeros have no cosine")
        @Tunable
        @Default("euclidean")
        Distance distanceMeasure,
    @Help("first centers to try; the clusters nearest to their rows are kept")
        @Range(min = 1)
        @Default("1")
        int starts)
    implements ClusterOptions {}
