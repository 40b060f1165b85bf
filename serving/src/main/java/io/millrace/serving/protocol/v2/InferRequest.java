package io.millrace.serving.protocol.v2;

import io.millrace.serving.model.InputRows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for predictions.
 *
 * @param id what the sender calls it; null if it has no id
 * @param rows one for each place of the first dimension
 * @param outputs the columns that are asked for, by their index; all of the model's in their order
 *     if none were named
 */
public record InferRequest(@Nullable String id, InputRows rows, List<Integer> outputs) {
  public InferRequest {
    outputs = List.copyOf(outputs);
  }
}
