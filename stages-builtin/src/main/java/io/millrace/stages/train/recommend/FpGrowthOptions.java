package io.millrace.stages.train.recommend;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;

/** The options of {@code train/fp-growth}. */
public record FpGrowthOptions(
    @Help("the column that holds each basket: an array of strings or whole numbers")
        @InputColumn
        @NotEmpty
        @Default("items")
        String items,
    @Help("share of the baskets that hold the items of a rule, at least")
        @Range(min = 0, max = 1, minExclusive = true)
        @Tunable
        @Default("0.3")
        double minSupport,
    @Help("share of the baskets with a rule's left side that hold its right side, at least")
        @Range(min = 0, max = 1)
        @Tunable
        @Default("0.8")
        double minConfidence) {}
