package io.millrace.stages.ingest;

import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;

/** The options of {@code ingest/binary}. */
public record BinaryFileOptions(
    @Help("A file, a directory or a glob, local or in any file system that Spark knows") @NotEmpty
        String path) {}
