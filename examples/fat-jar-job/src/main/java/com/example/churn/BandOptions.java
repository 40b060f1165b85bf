package com.example.churn;

import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.OutputColumn;
import java.util.List;

/** The options of {@code transform/band}: Millrace parses, checks and documents them by this record. */
public record BandOptions(
    @InputColumn @NotEmpty @Help("The number to put into bands") String column,
    @NotEmpty @Help("Where bands end, ascending; an edge belongs to the band above it")
        List<Double> edges,
    @OutputColumn @NotEmpty @Help("The column with the band's name, as '12 to 24'") String output) {
  public BandOptions {
    edges = List.copyOf(edges);
  }
}
