package io.millrace.serving.operator.model;

import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.serving.operator.Blas;

/**
 * The coefficients of a linear function: dense, or those that are not zero. Products are added up
 * in the order of {@code org.apache.spark.ml.linalg.BLAS.dot}, which differs between the two.
 */
abstract sealed class Coefficients {
  private final int size;

  private Coefficients(int size) {
    this.size = size;
  }

  /** Those of a step: {@code size}, {@code coefficients}, and {@code places} where sparse. */
  static Coefficients of(StepParams params) {
    int size = params.count("size");
    double[] values = params.doubles("coefficients");
    return params.has("places")
        ? new Sparse(size, params.ints("places"), values)
        : new Dense(size, values);
  }

  int size() {
    return size;
  }

  abstract double dot(ScoringVector features);

  private static final class Dense extends Coefficients {
    private final double[] values;

    Dense(int size, double[] values) {
      super(size);
      this.values = values;
    }

    @Override
    double dot(ScoringVector features) {
      return Blas.dot(features, values, 0);
    }
  }

  private static final class Sparse extends Coefficients {
    private final int[] places;
    private final double[] values;

    Sparse(int size, int[] places, double[] values) {
      super(size);
      this.places = places;
      this.values = values;
    }

    @Override
    double dot(ScoringVector features) {
      return features.isDense() ? withDense(features.values()) : withSparse(features);
    }

    private double withDense(double[] features) {
      double sum = 0;
      for (int k = 0; k < places.length; k++) {
        sum += values[k] * features[places[k]];
      }
      return sum;
    }

    private double withSparse(ScoringVector features) {
      int[] indices = features.indices();
      double[] held = features.values();
      double sum = 0;
      int k = 0;
      for (int i = 0; i < features.count() && k < places.length; i++) {
        while (k < places.length && places[k] < indices[i]) {
          k++;
        }
        if (k < places.length && places[k] == indices[i]) {
          sum += held[i] * values[k++];
        }
      }
      return sum;
    }
  }
}
