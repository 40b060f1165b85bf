package io.millrace.stages.split;

import java.util.Map;

/** The inputs of a splitter. */
final class Inputs {
  private Inputs() {}

  /** The one input. */
  static <T> T single(Map<String, T> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("this split takes one input, not " + inputs.keySet());
    }
    return inputs.values().iterator().next();
  }
}
