package io.millrace.stages.transform;

import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import java.util.Map;

/** The options of {@code transform/fill}. */
public record FillOptions(
    @Help("the value for each column, as text in the column's type") @InputColumn @NotEmpty
        Map<String, String> columns) {}
