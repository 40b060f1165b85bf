package io.millrace.stages.evaluate;

import io.millrace.api.option.Help;
import io.millrace.api.option.Range;
import org.jspecify.annotations.Nullable;

/** The options of {@code evaluate/binary}. */
public record BinaryOptions(
    @Help("the class to be found; the last one in their order, if not given")
        @Nullable String positive,
    @Help(
            "what probability a row must exceed to count as found; the model's own decision, if not"
                + " given")
        @Range(min = 0, max = 1)
        @Nullable Double threshold) {}
