package io.millrace.stages.transform;

import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.OutputColumn;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of {@code transform/hash-bucket}. */
@Exclusive({"outputs", "suffix"})
public record HashBucketOptions(
    @Help("categories: strings, booleans or numbers, read as text; missing ones stay missing")
        @InputColumn
        @NotEmpty
        List<String> columns,
    @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
        @Nullable List<String> outputs,
    @Help("what a made column's name ends with; _bucket, if neither this nor outputs is given")
        @NotEmpty
        @Nullable String suffix,
    @Help("how many numbers there are, from 0; categories may share one") @Range(min = 1) @Tunable
        int buckets) {}
