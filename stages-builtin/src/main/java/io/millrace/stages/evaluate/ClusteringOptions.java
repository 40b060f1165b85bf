package io.millrace.stages.evaluate;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;

/** The options of {@code evaluate/clustering}. */
public record ClusteringOptions(
    @Help("the vector that the clusters were found by") @InputColumn @NotEmpty @Default("features")
        String features) {}
