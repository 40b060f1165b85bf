package io.millrace.stages.split;

import io.millrace.api.Part;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The shares of the parts that a split makes, in the order of {@link Part}.
 *
 * @param byPart those above 0
 */
record Shares(Map<Part, Double> byPart) {
  private static final double TOLERANCE = 1e-9;

  /**
   * The shares as options give them; 0 leaves a part out.
   *
   * @throws IllegalArgumentException if they don't add up to 1
   */
  static Shares of(double train, double validation, double test) {
    double sum = train + validation + test;
    if (Math.abs(sum - 1) > TOLERANCE) {
      throw new IllegalArgumentException(
          "train, validation and test add up to " + sum + "; together they must be 1");
    }
    Map<Part, Double> shares = new EnumMap<>(Part.class);
    shares.put(Part.TRAIN, train);
    shares.put(Part.VALIDATION, validation);
    shares.put(Part.TEST, test);
    shares.values().removeIf(share -> share == 0);
    return new Shares(shares);
  }

  List<Part> parts() {
    return List.copyOf(byPart.keySet());
  }

  /** Where each part but the last ends, in [0, 1]; the last one ends at 1. */
  List<Double> ends() {
    List<Double> ends = new ArrayList<>();
    double end = 0;
    for (double share : byPart.values()) {
      end += share;
      ends.add(end);
    }
    return ends.subList(0, ends.size() - 1);
  }
}
