package io.millrace.stages.train.linear;

import java.io.Serializable;

/**
 * The coefficients of several trials side by side, for vectors as they are: a row is read once for
 * all of them.
 */
final class StackedCoefficients implements Serializable {
  private static final long serialVersionUID = 1;

  final PointLoss loss;
  final int features;

  /** How many trials there are. */
  final int trials;

  /** The margins of each trial. */
  final int sets;

  /** The margins of all. */
  final int width;

  /** By feature, then by margin. */
  final double[] values;

  /** What each margin is for a row of zeros. */
  final double[] offsets;

  StackedCoefficients(PointLoss loss, int features, int trials, int sets) {
    this.loss = loss;
    this.features = features;
    this.trials = trials;
    this.sets = sets;
    this.width = trials * sets;
    this.values = new double[Math.multiplyExact(features, width)];
    this.offsets = new double[width];
  }
}
