package io.millrace.serving.operator.tree;

import io.millrace.model.scoring.StepParams;

/**
 * Binary decision trees as a step holds them: all nodes of all trees in the same arrays, the two
 * children of a node side by side. By node: {@code feature}, the place that is looked at, -1 for a
 * leaf; {@code threshold}, where values up to it go left; {@code child}, the number of the left
 * child, of a leaf the leaf's number. {@code roots} holds each tree's first node.
 *
 * <p>Where there are categorical splits, {@code categories} holds by node the number of the split,
 * or -1; {@code setStarts} where in {@code sets} each split's categories begin, and the last one's
 * end: for each category 1 if it goes left; the last entry of a split tells it of all other values.
 *
 * @param missingLeft by node, whether a value that is no number goes left; empty, if it goes right
 *     everywhere
 */
record FlatNodes(
    int[] feature,
    double[] threshold,
    int[] child,
    int[] roots,
    int[] split,
    CategorySet[] sets,
    boolean[] missingLeft) {
  static FlatNodes of(StepParams params) {
    boolean categorical = params.has("categories");
    return new FlatNodes(
        params.ints("feature"),
        params.doubles("threshold"),
        params.ints("child"),
        params.ints("roots"),
        categorical ? params.ints("categories") : new int[0],
        categorical ? CategorySet.of(params) : new CategorySet[0],
        new boolean[0]);
  }

  boolean isLeaf(int node) {
    return feature[node] < 0;
  }

  boolean missingGoesLeft(int node) {
    return missingLeft.length > 0 && missingLeft[node];
  }

  boolean isCategorical(int node) {
    return split.length > 0 && split[node] >= 0;
  }
}
