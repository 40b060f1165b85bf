package io.millrace.serving.operator.model;

import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import java.util.Arrays;

/** The centers of a step, and the measure by which vectors are near to them. */
final class Centers {
  private final Center[] centers;
  private final boolean cosine;
  private final int size;

  private Centers(Center[] centers, boolean cosine, int size) {
    this.centers = centers;
    this.cosine = cosine;
    this.size = size;
  }

  /**
   * Those of a step: {@code distance} ({@code euclidean} or {@code cosine}), {@code size}, {@code
   * centers} one after another, and their {@code norms}.
   */
  static Centers of(StepParams params) {
    String distance = params.text("distance");
    if (!distance.equals("euclidean") && !distance.equals("cosine")) {
      throw new IllegalArgumentException("distance is " + distance);
    }
    int size = params.count("size");
    double[] values = params.doubles("centers");
    double[] norms = params.doubles("norms");
    Center[] centers = new Center[norms.length];
    for (int i = 0; i < centers.length; i++) {
      centers[i] = new Center(Arrays.copyOfRange(values, i * size, (i + 1) * size), norms[i]);
    }
    return new Centers(centers, distance.equals("cosine"), size);
  }

  int count() {
    return centers.length;
  }

  int size() {
    return size;
  }

  boolean isCosine() {
    return cosine;
  }

  double norm(int center) {
    return centers[center].norm();
  }

  /** What Spark compares: the squared distance, or one less the cosine. */
  double cost(int center, ScoringVector vector, double length) {
    return cosine
        ? centers[center].cosineDistance(vector, length)
        : centers[center].squaredDistance(vector, length);
  }
}
