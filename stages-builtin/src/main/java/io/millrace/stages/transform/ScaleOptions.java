package io.millrace.stages.transform;

import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.OutputColumn;
import io.millrace.api.option.Tunable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of {@code transform/scale}. */
@Exclusive({"outputs", "suffix"})
public record ScaleOptions(
    @Help("the columns to scale: numbers, or vectors slot by slot") @InputColumn @NotEmpty
        List<String> columns,
    @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
        @Nullable List<String> outputs,
    @Help("what a made column's name ends with; _scaled, if neither this nor outputs is given")
        @NotEmpty
        @Nullable String suffix,
    @Help("whether to subtract the mean; makes sparse vectors dense") @Tunable @Default("false")
        boolean withMean,
    @Help("whether to divide by the standard deviation; what never varies becomes 0")
        @Tunable
        @Default("true")
        boolean withStd) {}
