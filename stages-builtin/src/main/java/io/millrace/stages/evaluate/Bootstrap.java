package io.millrace.stages.evaluate;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.Range;

/** How confidence intervals are found: the option {@code bootstrap} of evaluators. */
public record Bootstrap(
    @Help("how often the rows are drawn anew") @Range(min = 20, max = 10_000) @Default("200")
        int resamples,
    @Help("how likely the interval holds the true figure")
        @Range(min = 0.5, max = 0.999)
        @Default("0.95")
        double level) {}
