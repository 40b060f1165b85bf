package io.millrace.stages.transform;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many training rows hold a value, and what their labels add up to, fold by fold. A value's
 * code is the m-estimate (sum + m prior) / (count + m), after Micci-Barreca, "A preprocessing
 * scheme for high-cardinality categorical attributes" (2001), whose weight n / (n + m) it has; the
 * prior is the mean over all rows that are looked at.
 */
final class TargetSums {
  /** Stands for no fold, where all rows are looked at. */
  static final int NONE = -1;

  private final int folds;
  private final int slots;
  private final double smoothing;
  private final Cells all;
  private final Map<@Nullable String, Cells> byValue = new LinkedHashMap<>();

  /**
   * Sums of nothing yet.
   *
   * @param slots numbers of a code: one, or one for each class
   */
  TargetSums(int folds, int slots, double smoothing) {
    this.folds = folds;
    this.slots = slots;
    this.smoothing = smoothing;
    this.all = new Cells(folds, slots);
  }

  private record Cells(double[] rows, double[][] sums) {
    Cells(int folds, int slots) {
      this(new double[folds], new double[folds][slots]);
    }
  }

  /**
   * Adds rows.
   *
   * @param slot what their labels add to; none, if negative
   * @param sum of their labels
   */
  void add(@Nullable String value, int fold, int slot, long rows, double sum) {
    Cells cells = byValue.computeIfAbsent(value, v -> new Cells(folds, slots));
    for (Cells each : new Cells[] {cells, all}) {
      each.rows()[fold] += rows;
      if (slot >= 0) {
        each.sums()[fold][slot] += sum;
      }
    }
  }

  /** The values that were added. */
  Iterable<@Nullable String> values() {
    return byValue.keySet();
  }

  int size() {
    return byValue.size();
  }

  /** The rows outside a fold. */
  double rowsWithout(int fold) {
    return rows(all, fold);
  }

  /** The mean of all rows outside a fold: the code of values that none of them holds. */
  double[] prior(int without) {
    double rows = rows(all, without);
    double[] prior = new double[slots];
    for (int slot = 0; slot < slots; slot++) {
      prior[slot] = sum(all, without, slot) / rows;
    }
    return prior;
  }

  /** The code of a value, by the rows outside a fold. */
  double[] code(@Nullable String value, int without) {
    double[] code = prior(without);
    Cells cells = byValue.get(value);
    double rows = cells == null ? 0 : rows(cells, without);
    if (cells == null || rows == 0) {
      return code;
    }
    for (int slot = 0; slot < slots; slot++) {
      code[slot] = (sum(cells, without, slot) + smoothing * code[slot]) / (rows + smoothing);
    }
    return code;
  }

  private double rows(Cells cells, int without) {
    double rows = 0;
    for (int fold = 0; fold < folds; fold++) {
      rows += fold == without ? 0 : cells.rows()[fold];
    }
    return rows;
  }

  private double sum(Cells cells, int without, int slot) {
    double sum = 0;
    for (int fold = 0; fold < folds; fold++) {
      sum += fold == without ? 0 : cells.sums()[fold][slot];
    }
    return sum;
  }
}
