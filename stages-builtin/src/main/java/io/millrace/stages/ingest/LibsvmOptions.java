package io.millrace.stages.ingest;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import org.jspecify.annotations.Nullable;

/** The options of {@code ingest/libsvm}. */
public record LibsvmOptions(
    @Help("A file, a directory or a glob, local or in any file system that Spark knows") @NotEmpty
        String path,
    @Help(
            "The length of the vectors; if not given, the largest index of all rows, for which they"
                + " are read once more")
        @Range(min = 1)
        @Nullable Integer numFeatures,
    @Help("The column to hold the vector") @Default("features") @NotEmpty String features,
    @Help("The column to hold the label, a number") @Default("label") @NotEmpty String label) {}
