package io.millrace.model.scoring;

import io.millrace.api.schema.Column;
import io.millrace.api.scoring.ScoringStep;
import java.util.List;

/**
 * All that a package does with a row, in portable steps.
 *
 * @param inputs the columns that it takes
 * @param steps in their order
 * @param outputs the names of the columns that it gives
 */
public record ScoringProgram(List<Column> inputs, List<ScoringStep> steps, List<String> outputs) {
  public ScoringProgram {
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
    outputs = List.copyOf(outputs);
  }
}
