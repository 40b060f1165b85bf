package io.millrace.stages.transform;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.OutputColumn;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import java.util.List;

/** The options of {@code transform/hash}. */
public record HashOptions(
    @Help(
            "the columns to hash: a number fills the slot of its column, a string or boolean adds 1"
                + " to the slot of its column and value, a missing value fills none")
        @InputColumn
        @NotEmpty
        List<String> columns,
    @Help("the vector to make") @OutputColumn @NotEmpty @Default("hashed") String output,
    @Help("slots of the vector; what falls in one slot is added up")
        @Range(min = 1)
        @Tunable
        @Default("262144")
        int numFeatures,
    @Help("those of the columns that are numbers, but to be taken for categories") @Default("[]")
        List<String> categoricalCols) {}
