package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepWork;
import java.util.Arrays;

/**
 * {@code polynomial}: all products of slots up to {@code degree}, in the order of Spark's {@code
 * PolynomialExpansion}: those without the last slot first, then with it, with its square, …
 */
public final class Polynomial implements ScoringOperator {
  @Override
  public String name() {
    return "polynomial";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    int degree = step.params().count("degree");
    VectorInput input = VectorInput.ofAnySize(step, 0);
    int to = step.outputSlot(0);
    return row -> {
      ScoringVector vector = input.in(row);
      ScoringVector made = row.ownVector(to);
      int size = terms(vector.size(), degree) - 1;
      // The constant term would come first, and is left out.
      if (vector.isDense()) {
        Arrays.fill(made.becomeDense(size), 0, size, 0);
        dense(vector.values(), vector.size() - 1, degree, 1, made.values(), -1);
      } else {
        made.becomeSparse(size);
        sparse(vector, vector.count() - 1, vector.size() - 1, degree, 1, made, -1);
      }
    };
  }

  /** How many products up to a degree there are of so many slots, with the constant one. */
  private static int terms(int slots, int degree) {
    long terms = 1;
    for (int i = 1; i <= degree; i++) {
      terms = Math.multiplyExact(terms, slots + i) / i;
    }
    return Math.toIntExact(terms);
  }

  /** Sets the products of the slots up to the last; where those behind them begin. */
  private static int dense(
      double[] values, int last, int degree, double factor, double[] made, int place) {
    if (factor != 0 && (degree == 0 || last < 0)) {
      if (place >= 0) {
        made[place] = factor;
      }
    } else if (factor != 0) {
      int next = place;
      double power = factor;
      for (int i = 0; i <= degree && power != 0; i++) {
        next = dense(values, last - 1, degree - i, power, made, next);
        power *= values[last];
      }
    }
    return place + terms(last + 1, degree);
  }

  private static int sparse(
      ScoringVector vector,
      int last,
      int lastSlot,
      int degree,
      double factor,
      ScoringVector made,
      int place) {
    if (factor != 0 && (degree == 0 || last < 0)) {
      if (place >= 0) {
        made.append(place, factor);
      }
    } else if (factor != 0) {
      int next = place;
      double power = factor;
      int slot = vector.indices()[last] - 1;
      for (int i = 0; i <= degree && power != 0; i++) {
        next = sparse(vector, last - 1, slot, degree - i, power, made, next);
        power *= vector.values()[last];
      }
    }
    return place + terms(lastSlot + 1, degree);
  }
}
