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

/** The options of {@code transform/one-hot}. */
@Exclusive({"outputs", "suffix"})
public record OneHotOptions(
    @Help("the columns to encode: indices from 0, as transform/string-index makes them")
        @InputColumn
        @NotEmpty
        List<String> columns,
    @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
        @Nullable List<String> outputs,
    @Help("what a made column's name ends with; _onehot, if neither this nor outputs is given")
        @NotEmpty
        @Nullable String suffix,
    @Help("whether the last category is all zeros, so that slots don't add up to one")
        @Tunable
        @Default("true")
        boolean dropLast,
    @Help(
            "what becomes of nulls and of indices beyond those of the training rows: an error, or a"
                + " category of their own behind all others")
        @Default("error")
        Invalid handleInvalid) {
  /** What happens with an index that no category has. */
  public enum Invalid {
    ERROR,
    KEEP
  }
}
