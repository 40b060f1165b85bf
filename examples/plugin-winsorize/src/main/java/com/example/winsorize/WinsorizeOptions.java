package com.example.winsorize;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import java.util.List;

/**
 * The options of {@code transform/winsorize}: this record is all that there is to say about them.
 * Millrace parses and checks them by it, and shows them in {@code millrace stages
 * transform/winsorize}.
 */
public record WinsorizeOptions(
    @InputColumn @NotEmpty @Help("Numeric columns to be clipped; they become doubles")
        List<String> columns,
    @Default("0.01")
        @Range(min = 0, max = 1)
        @Tunable
        @Help("Values below this quantile of the training rows become that quantile")
        double lower,
    @Default("0.99")
        @Range(min = 0, max = 1)
        @Tunable
        @Help("Values above this quantile of the training rows become that quantile")
        double upper) {
  public WinsorizeOptions {
    columns = List.copyOf(columns);
  }
}
