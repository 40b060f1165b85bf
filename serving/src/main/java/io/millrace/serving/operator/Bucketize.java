package io.millrace.serving.operator;

import io.millrace.api.error.StandardError;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.Arrays;

/**
 * {@code bucketize}: the number of the bucket between two of {@code splits} that a number falls in;
 * the upper end of the last belongs to it. What is no number falls into a bucket behind all others,
 * or is refused, if there is a {@code refusal}, or with {@code skip} stays missing. A null is no
 * number, or with {@code keepNull} stays one.
 */
public final class Bucketize implements ScoringOperator {
  @Override
  public String name() {
    return "bucketize";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    double[] splits = params.doubles("splits");
    boolean refuses = params.has("refusal");
    String refusal = refuses ? params.text("refusal") : "";
    boolean keepsNull = params.flag("keepNull");
    boolean skips = params.flag("skip");
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    return row -> {
      boolean missing = row.isNull(from);
      double value = missing ? Double.NaN : row.number(from);
      if (!Double.isNaN(value)) {
        row.setNumber(to, bucket(splits, value));
      } else if (skips || (missing && keepsNull)) {
        row.setNull(to);
      } else if (refuses) {
        throw new RowRefused(StandardError.UNUSABLE_COLUMN, refusal);
      } else {
        row.setNumber(to, splits.length - 1);
      }
    };
  }

  private static double bucket(double[] splits, double value) {
    int last = splits.length - 1;
    if (value == splits[last]) {
      return last - 1;
    }
    int found = Arrays.binarySearch(splits, value);
    int place = found >= 0 ? found : -found - 2;
    if (place < 0 || place >= last) {
      throw new RowRefused(
          StandardError.UNUSABLE_COLUMN,
          "Feature value %s out of Bucketizer bounds [%s, %s].  Check your features, or loosen the lower/upper bound constraints."
              .formatted(value, splits[0], splits[last]));
    }
    return place;
  }
}
