package io.millrace.serving.protocol.mlflow;

import io.millrace.serving.model.InputRows;

/**
 * A request for predictions.
 *
 * @param rows the rows
 * @param allOutputs whether each prediction is a record of all the model's outputs
 */
public record Invocation(InputRows rows, boolean allOutputs) {}
