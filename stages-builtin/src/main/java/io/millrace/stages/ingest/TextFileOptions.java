package io.millrace.stages.ingest;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import org.jspecify.annotations.Nullable;

/** The options of {@code ingest/text}. */
public record TextFileOptions(
    @Help("A file, a directory or a glob, local or in any file system that Spark knows") @NotEmpty
        String path,
    @Help("Whether each file is one row, unless it is empty; else each line is") @Default("false")
        boolean wholeFiles,
    @Help("The column to hold the text") @Default("text") @NotEmpty String column,
    @Help("The column to hold the path of the file; none, if not given") @NotEmpty
        @Nullable String pathColumn,
    @Help("The character encoding of the files") @Default("UTF-8") @NotEmpty String encoding) {}
