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

/** The options of {@code transform/power}. */
@Exclusive({"outputs", "suffix"})
public record PowerOptions(
    @Help("numbers to bend, so that they are spread more evenly; missing ones stay missing")
        @InputColumn
        @NotEmpty
        List<String> columns,
    @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
        @Nullable List<String> outputs,
    @Help("what a made column's name ends with; _power, if neither this nor outputs is given")
        @NotEmpty
        @Nullable String suffix,
    @Help(
            "log: natural logarithm; log1p: of 1 more; sqrt, cbrt: roots; box-cox, yeo-johnson: the"
                + " power that makes the training rows most like a normal distribution, for numbers"
                + " above 0, or any")
        @Tunable
        @Default("yeo-johnson")
        Method method,
    @Help("the power of box-cox and yeo-johnson; learnt for each column, unless given") @Tunable
        @Nullable Double lambda) {
  /** How numbers are bent. */
  public enum Method {
    LOG,
    LOG1P,
    SQRT,
    CBRT,
    BOX_COX,
    YEO_JOHNSON
  }
}
