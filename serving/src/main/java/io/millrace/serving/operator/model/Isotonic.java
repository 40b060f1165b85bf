package io.millrace.serving.operator.model;

import io.millrace.api.error.StandardError;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.Arrays;

/**
 * {@code isotonic}: the value at {@code place} of a vector, put on the line through the points
 * ({@code boundaries}, {@code predictions}); what lies before the first boundary or behind the last
 * gets its prediction.
 */
public final class Isotonic implements ScoringOperator {
  @Override
  public String name() {
    return "isotonic";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    int place = params.count("place");
    double[] boundaries = params.doubles("boundaries");
    double[] predictions = params.doubles("predictions");
    int from = step.inputSlot(0);
    String column = step.input(0).name();
    int to = step.outputSlot(0);
    return row -> {
      if (row.isNull(from) || row.vector(from).size() <= place) {
        throw new RowRefused(
            StandardError.UNUSABLE_COLUMN,
            "The column '%s' holds no vector with a slot %d, counted from 0."
                .formatted(column, place));
      }
      row.setNumber(to, predicted(row.vector(from).at(place), boundaries, predictions));
    };
  }

  private static double predicted(double x, double[] boundaries, double[] predictions) {
    int found = Arrays.binarySearch(boundaries, x);
    if (found >= 0) {
      return predictions[found];
    }
    int next = -found - 1;
    if (next == 0) {
      return predictions[0];
    }
    if (next == boundaries.length) {
      return predictions[predictions.length - 1];
    }
    double before = predictions[next - 1];
    return before
        + (predictions[next] - before)
            * (x - boundaries[next - 1])
            / (boundaries[next] - boundaries[next - 1]);
  }
}
