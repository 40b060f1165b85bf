package io.millrace.stages.transform;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.OutputColumn;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of {@code transform/clean-text}; what they ask for is done in their order. */
public record CleanTextOptions(
    @Help("the columns of texts to clean") @InputColumn @NotEmpty List<String> columns,
    @Help("names for the cleaned columns, one each; without them texts are replaced") @OutputColumn
        @Nullable List<String> outputs,
    @Help("whether accents of Latin letters go: é becomes e; other scripts stay") @Default("false")
        boolean stripAccents,
    @Help("what becomes of capital and small letters") @Default("keep") Letters letters,
    @Help("by regular expression, what stands for all that matches; $1 is its first group")
        @Default("{}")
        Map<String, String> replace,
    @Help("a regular expression: its first match is kept, or the first group of it; null if none")
        @Nullable String extract,
    @Help("whether each run of blanks, tabs and line ends becomes one blank") @Default("false")
        boolean joinBlanks,
    @Help("whether blanks, tabs and line ends go at both ends") @Default("true") boolean trim,
    @Help("whether a text without a character becomes a missing value") @Default("false")
        boolean emptyAsNull) {
  /** What becomes of letters. */
  public enum Letters {
    /** They stay. */
    KEEP,
    /** All are small. */
    LOWER,
    /** All are capitals. */
    UPPER
  }
}
