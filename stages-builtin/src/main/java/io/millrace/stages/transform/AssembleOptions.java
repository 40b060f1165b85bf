package io.millrace.stages.transform;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.OutputColumn;
import java.util.List;

/** The options of {@code transform/assemble}. */
public record AssembleOptions(
    @Help("numbers, booleans and vectors, in the order of the vector's slots")
        @InputColumn
        @NotEmpty
        List<String> columns,
    @Help("the vector to make") @OutputColumn @NotEmpty @Default("features") String output,
    @Help(
            "what becomes of rows with nulls and values that are not a number: an error, a dropped"
                + " row, or NaN in the vector")
        @Default("error")
        HandleInvalid handleInvalid) {}
