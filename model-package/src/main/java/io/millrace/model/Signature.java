package io.millrace.model;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import java.util.List;

/**
 * The columns that a model takes and gives.
 *
 * @param inputs the columns that scoring needs, without label, weight and fold columns
 * @param outputs the columns that scoring adds
 * @param unlabelled label and weight columns that a step reads too (a cast of many columns does):
 *     scoring puts nulls in their place
 */
public record Signature(List<Column> inputs, List<Column> outputs, List<Column> unlabelled) {
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    unlabelled = List.copyOf(unlabelled);
  }

  /** The inputs as a schema. */
  public Schema inputSchema() {
    return Schema.of(inputs);
  }
}
