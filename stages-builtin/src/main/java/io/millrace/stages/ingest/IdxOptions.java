package io.millrace.stages.ingest;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import org.jspecify.annotations.Nullable;

/** The options of {@code ingest/idx}. */
public record IdxOptions(
    @Help("An IDX file, a directory or a glob of such; gzipped ones, too") @NotEmpty String path,
    @Help(
            "The IDX file with the rows' labels; of several files, as many as path has, in the order"
                + " of their names")
        @NotEmpty
        @Nullable String labels,
    @Help("The column to hold a row's values, as a vector") @Default("features") @NotEmpty
        String features,
    @Help("The column to hold the label, if labels is given") @Default("label") @NotEmpty
        String label,
    @Help("The column to hold the row's place in its file, from 0; none, if not given") @NotEmpty
        @Nullable String position) {}
