package io.millrace.stages.evaluate;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.Range;
import java.util.List;

/** How the importance of columns is found: the option {@code importance} of evaluators. */
public record Importance(
    @Help("the metric whose worsening is told, as auc") String metric,
    @Help("how often each column is shuffled") @Range(min = 1, max = 100) @Default("5") int repeats,
    @Help(
            "at most so many of the evaluated rows, chosen by their content; they have to fit into"
                + " the driver's memory")
        @Range(min = 10, max = 1_000_000)
        @Default("10000")
        int rows,
    @Help(
            "the columns, as the split yields them; all that transformers and model read, if none"
                + " is given")
        @Default("[]")
        List<String> columns) {}
