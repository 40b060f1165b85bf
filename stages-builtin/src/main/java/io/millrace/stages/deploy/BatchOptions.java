package io.millrace.stages.deploy;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.output.Output;
import org.jspecify.annotations.Nullable;

/** The options of {@code deploy/batch}. */
public record BatchOptions(
    @Help("the model's name, which each scored row bears, and whose aliases gates look for")
        @NotEmpty
        String model,
    @Help("the stage whose frame scoring starts at; the frame that the split gets, if not given")
        @NotEmpty
        @Nullable String input,
    @Help("where the scored rows go, and what happens to those that lie there") Output to,
    @Help("whether each row says by which model, when and in which run it was scored")
        @Default("true")
        boolean stamp) {}
