package io.millrace.serving.operator.model;

import io.millrace.api.error.StandardError;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.serving.operator.Blas;

/**
 * The middle of a cluster, a dense vector, and how far vectors are from it: as {@code
 * org.apache.spark.mllib.util.MLUtils.fastSquaredDistance} and {@code CosineDistanceMeasure} tell.
 */
final class Center {
  /** {@code MLUtils.EPSILON}: the distance from 1 to the next number. */
  private static final double EPSILON = 0x1p-52;

  private static final double PRECISION = 1e-6;

  private final double[] values;
  private final double norm;

  Center(double[] values, double norm) {
    this.values = values;
    this.norm = norm;
  }

  double norm() {
    return norm;
  }

  /** The Euclidean length of a vector. */
  static double norm(ScoringVector vector) {
    double sum = 0;
    for (int k = 0; k < vector.count(); k++) {
      sum += vector.values()[k] * vector.values()[k];
    }
    return Math.sqrt(sum);
  }

  /** The squared distance of a vector of that length. */
  double squaredDistance(ScoringVector vector, double length) {
    if (vector.isDense()) {
      return exact(vector);
    }
    double squares = norm * norm + length * length;
    double difference = norm - length;
    if (2.0 * EPSILON * squares / (difference * difference + EPSILON) < PRECISION) {
      return squares - 2.0 * Blas.dot(vector, values, 0);
    }
    double product = Blas.dot(vector, values, 0);
    double distance = Math.max(squares - 2.0 * product, 0.0);
    double bound = EPSILON * (squares + 2.0 * Math.abs(product)) / (distance + EPSILON);
    return bound > PRECISION ? exact(vector) : distance;
  }

  private double exact(ScoringVector vector) {
    double sum = 0;
    int next = 0;
    for (int i = 0; i < values.length; i++) {
      double value;
      if (vector.isDense()) {
        value = vector.values()[i];
      } else {
        boolean held = next < vector.count() && vector.indices()[next] == i;
        value = held ? vector.values()[next++] : 0;
      }
      double difference = values[i] - value;
      sum += difference * difference;
    }
    return sum;
  }

  /** 1 less the cosine of the angle to a vector of that length. */
  double cosineDistance(ScoringVector vector, double length) {
    if (!(norm > 0 && length > 0)) {
      throw new RowRefused(
          StandardError.UNUSABLE_COLUMN,
          "The cosine distance is not defined for a vector of zeros.");
    }
    return 1 - Blas.dot(vector, values, 0) / norm / length;
  }
}
