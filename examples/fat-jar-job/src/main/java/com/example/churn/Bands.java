package com.example.churn;

import java.io.Serializable;
import java.util.List;

/** Names the band that a number falls into; sent to executors, and so serialisable. */
record Bands(List<Double> edges) implements Serializable {
  Bands {
    edges = List.copyOf(edges);
    for (int i = 1; i < edges.size(); i++) {
      if (edges.get(i - 1) >= edges.get(i)) {
        throw new IllegalArgumentException("the edges " + edges + " do not ascend");
      }
    }
  }

  /** As {@code below 12}, {@code 12 to 24}, {@code from 24}; {@code none} where there is no number. */
  String name(Double value) {
    if (value == null || value.isNaN()) {
      return "none";
    }
    int above = 0;
    while (above < edges.size() && value >= edges.get(above)) {
      above++;
    }
    if (above == 0) {
      return "below " + text(0);
    }
    return above == edges.size()
        ? "from " + text(above - 1)
        : text(above - 1) + " to " + text(above);
  }

  private String text(int edge) {
    double value = edges.get(edge);
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
