package io.millrace.serving.operator.model;

import io.millrace.api.error.StandardError;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.operator.FeatureVector;

/**
 * {@code linear-margins}: the product of a matrix and a vector, added to {@code initial}: a score
 * for each class. {@code takes} says which features are refused: {@code any} number is taken, or
 * those that are {@code non-negative}, or {@code zero-or-one} alone.
 */
public final class LinearMargins implements ScoringOperator {
  @Override
  public String name() {
    return "linear-margins";
  }

  /** What features may be. */
  private enum Takes {
    ANY,
    NON_NEGATIVE,
    ZERO_OR_ONE;

    static Takes of(String text) {
      return switch (text) {
        case "any" -> ANY;
        case "non-negative" -> NON_NEGATIVE;
        case "zero-or-one" -> ZERO_OR_ONE;
        default -> throw new IllegalArgumentException("takes is " + text);
      };
    }

    void check(ScoringVector features, String column) {
      if (this == ANY) {
        return;
      }
      double[] values = features.values();
      for (int k = 0; k < features.count(); k++) {
        double value = values[k];
        if (!(value >= 0) || this == ZERO_OR_ONE && value != 0 && value != 1) {
          throw new RowRefused(
              StandardError.UNUSABLE_COLUMN,
              "The vector '%s' holds %s: naive Bayes of this kind takes %s alone."
                  .formatted(column, value, this == ZERO_OR_ONE ? "0 and 1" : "numbers from 0 up"));
        }
      }
    }
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    Matrix matrix = Matrix.of(params);
    double[] initial = params.doubles("initial");
    Takes takes = Takes.of(params.text("takes"));
    FeatureVector features = FeatureVector.of(step, matrix.columns());
    int to = step.outputSlot(0);
    // Where nothing is to be added, Spark multiplies into an empty result.
    boolean adds = initial.length > 0;
    return row -> {
      ScoringVector vector = features.in(row);
      takes.check(vector, features.column());
      double[] margins = row.ownVector(to).becomeDense(matrix.rows());
      System.arraycopy(initial, 0, margins, 0, initial.length);
      matrix.multiply(1, vector, adds ? 1 : 0, margins);
    };
  }
}
