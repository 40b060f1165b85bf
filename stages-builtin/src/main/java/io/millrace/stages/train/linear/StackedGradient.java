package io.millrace.stages.train.linear;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** The costs of several trials, and their derivatives, summed over rows in one pass. */
final class StackedGradient implements Serializable {
  private static final long serialVersionUID = 1;

  /** By trial. */
  final double[] losses;

  /** By margin: the sum of the derivatives by it. */
  final double[] margins;

  /** By feature, then by margin. */
  final double[] values;

  private StackedGradient(StackedCoefficients stack) {
    this.losses = new double[stack.trials];
    this.margins = new double[stack.width];
    this.values = new double[stack.values.length];
  }

  /** Sums a partition. */
  static FlatMapFunction<Iterator<RowBlock>, StackedGradient> at(StackedCoefficients stack) {
    return blocks -> {
      StackedGradient gradient = new StackedGradient(stack);
      blocks.forEachRemaining(block -> gradient.add(block, stack));
      return List.of(gradient).iterator();
    };
  }

  private void add(RowBlock block, StackedCoefficients stack) {
    double[] row = new double[stack.width];
    for (int i = 0; i < block.rows(); i++) {
      if (block.weights[i] > 0) {
        System.arraycopy(stack.offsets, 0, row, 0, row.length);
        addMargins(block, i, stack.values, row);
        for (int trial = 0; trial < stack.trials; trial++) {
          losses[trial] +=
              stack.loss.toMultipliers(
                  row, trial * stack.sets, stack.sets, block.labels[i], block.weights[i]);
        }
        addProducts(block, i, row);
      }
    }
  }

  private static void addMargins(RowBlock block, int i, double[] coefficients, double[] row) {
    int[] slots = block.slots;
    int width = row.length;
    int start = block.starts[i];
    int end = block.starts[i + 1];
    for (int place = start; place < end; place++) {
      double value = block.values[place];
      int at = (slots == null ? place - start : slots[place]) * width;
      for (int set = 0; set < width; set++) {
        row[set] += value * coefficients[at + set];
      }
    }
  }

  private void addProducts(RowBlock block, int i, double[] row) {
    int[] slots = block.slots;
    double[] sums = values;
    int width = row.length;
    int start = block.starts[i];
    int end = block.starts[i + 1];
    for (int set = 0; set < width; set++) {
      margins[set] += row[set];
    }
    for (int place = start; place < end; place++) {
      double value = block.values[place];
      int at = (slots == null ? place - start : slots[place]) * width;
      for (int set = 0; set < width; set++) {
        sums[at + set] += value * row[set];
      }
    }
  }

  /** Adds what another partition gave. */
  StackedGradient merge(StackedGradient other) {
    add(losses, other.losses);
    add(margins, other.margins);
    add(values, other.values);
    return this;
  }

  private static void add(double[] sums, double[] more) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
  }
}
