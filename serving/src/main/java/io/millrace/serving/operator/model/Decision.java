package io.millrace.serving.operator.model;

import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;

/**
 * {@code decision}: a place in a vector of scores or probabilities, by {@code rule}; a double, or
 * an int if the output is one. A missing vector decides nothing.
 *
 * <ul>
 *   <li>{@code largest}: of the largest value, the first of equals; a NaN in front stays the
 *       largest, others never are
 *   <li>{@code largest-number}: of the largest that is a number; -1 if none exceeds -infinity
 *   <li>{@code largest-ratio}: of the largest value over its threshold in {@code thresholds}
 *   <li>{@code above}: {@code place}, if the value there exceeds {@code threshold}, else the other
 *       of two; a NaN exceeds it if {@code nanIsLargest}, as in SQL
 * </ul>
 */
public final class Decision implements ScoringOperator {
  @Override
  public String name() {
    return "decision";
  }

  /** Chooses a place. */
  private interface Rule {
    int choose(ScoringVector scores);
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    Rule rule = rule(step.params());
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    boolean whole = step.output(0).type() == Simple.INT;
    return row -> {
      if (row.isNull(from)) {
        row.setNull(to);
      } else {
        set(row, to, rule.choose(row.vector(from)), whole);
      }
    };
  }

  private static void set(ScoringRow row, int slot, int place, boolean whole) {
    if (whole) {
      row.setWhole(slot, place);
    } else {
      row.setNumber(slot, place);
    }
  }

  private static Rule rule(StepParams params) {
    String rule = params.text("rule");
    return switch (rule) {
      case "largest" -> Decision::largest;
      case "largest-number" -> Decision::largestNumber;
      case "largest-ratio" -> {
        double[] thresholds = params.doubles("thresholds");
        yield scores -> largestRatio(scores, thresholds);
      }
      case "above" -> above(params);
      default -> throw new IllegalArgumentException("rule is " + rule);
    };
  }

  private static Rule above(StepParams params) {
    int place = params.count("place");
    double threshold = params.doubles("threshold")[0];
    boolean nanIsLargest = params.flag("nanIsLargest");
    return scores -> {
      double score = scores.values()[place];
      boolean above = score > threshold || nanIsLargest && Double.isNaN(score);
      return above ? place : 1 - place;
    };
  }

  private static int largest(ScoringVector scores) {
    double[] values = scores.values();
    int place = 0;
    for (int i = 1; i < scores.size(); i++) {
      if (values[i] > values[place]) {
        place = i;
      }
    }
    return place;
  }

  private static int largestNumber(ScoringVector scores) {
    double most = Double.NEGATIVE_INFINITY;
    int place = -1;
    for (int i = 0; i < scores.size(); i++) {
      if (scores.values()[i] > most) {
        most = scores.values()[i];
        place = i;
      }
    }
    return place;
  }

  private static int largestRatio(ScoringVector scores, double[] thresholds) {
    double most = Double.NEGATIVE_INFINITY;
    int place = 0;
    for (int i = 0; i < scores.size(); i++) {
      double ratio = scores.values()[i] / thresholds[i];
      if (ratio > most) {
        most = ratio;
        place = i;
      }
    }
    return place;
  }
}
