package io.millrace.stages.transform;

import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.OutputColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of {@code transform/string-index}. */
@Exclusive({"outputs", "suffix"})
public record StringIndexOptions(
    @Help("the columns to index: strings; numbers are read as text") @InputColumn @NotEmpty
        List<String> columns,
    @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
        @Nullable List<String> outputs,
    @Help("what a made column's name ends with; _index, if neither this nor outputs is given")
        @NotEmpty
        @Nullable String suffix,
    @Help("which value becomes 0; values of equal frequency go by the alphabet")
        @Default("frequency-desc")
        Order order,
    @Help(
            "what becomes of nulls, and of values that no training row has: an error, a dropped row,"
                + " or one index of their own behind all others")
        @Default("error")
        HandleInvalid handleInvalid) {
  /** The order of indices. */
  public enum Order {
    FREQUENCY_DESC,
    FREQUENCY_ASC,
    ALPHABET_DESC,
    ALPHABET_ASC
  }
}
