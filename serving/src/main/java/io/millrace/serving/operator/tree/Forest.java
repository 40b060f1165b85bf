package io.millrace.serving.operator.tree;

import io.millrace.model.scoring.ScoringRow;

/** Trees that are asked one row after the other, all trees for each. Immutable. */
interface Forest {
  /** The trees in the shape that is quickest for them. */
  static Forest of(FlatNodes nodes) {
    RankedTrees ranked = RankedTrees.ofOrNull(nodes);
    return ranked != null ? ranked : new Trees(nodes);
  }

  /** The number of trees. */
  int count();

  /** The numbers of memory that {@link #find} needs. */
  int memory();

  /**
   * Finds the leaf that a row ends in, for each tree.
   *
   * @param memory takes the leaves' numbers, tree by tree; what is behind them is scratch
   */
  void find(double[] row, int[] memory);

  /** The leaves of a row, in memory that its slot keeps. */
  default int[] leaves(double[] features, ScoringRow row, int slot) {
    if (row.isNull(slot)) {
      row.setObject(slot, new int[memory()]);
    }
    int[] memory = (int[]) row.object(slot);
    find(features, memory);
    return memory;
  }
}
