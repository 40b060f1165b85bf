package io.millrace.stages.train.anomaly;

import io.millrace.api.scoring.ScoringStep;
import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Trees that agree on how soon a row is isolated.
 *
 * @param trees in their order
 * @param samples the rows that each tree isolated
 * @param width the slots of a row
 */
record IsolationForest(List<IsolationTree> trees, int samples, int width) implements Serializable {
  private static final long serialVersionUID = 1;

  IsolationForest {
    trees = List.copyOf(trees);
  }

  /** The step that scores, all trees' nodes in the same arrays, without its columns. */
  ScoringStep scoring() {
    int[] roots = new int[trees.size()];
    int nodes = 0;
    for (int i = 0; i < roots.length; i++) {
      roots[i] = nodes;
      nodes += trees.get(i).feature().length;
    }
    return ScoringStep.of("isolation-forest")
        .with("size", width)
        .withArray("roots", roots)
        .withArray("feature", ints(IsolationTree::feature, new int[roots.length]))
        .withArray("cut", doubles(IsolationTree::cut))
        .withArray("left", ints(IsolationTree::left, roots))
        .withArray("right", ints(IsolationTree::right, roots))
        .withArray("length", doubles(IsolationTree::length))
        .withArray("meanLength", new double[] {IsolationTree.meanLength(samples)});
  }

  private int[] ints(Function<IsolationTree, int[]> part, int[] shifts) {
    return IntStream.range(0, trees.size())
        .flatMap(i -> IntStream.of(part.apply(trees.get(i))).map(value -> value + shifts[i]))
        .toArray();
  }

  private double[] doubles(Function<IsolationTree, double[]> part) {
    return trees.stream().flatMapToDouble(tree -> DoubleStream.of(part.apply(tree))).toArray();
  }

  /** From 0 to 1, near 1 for rows that are isolated at once; about 0.5 if all rows are alike. */
  double score(double[] row) {
    double sum = 0;
    for (IsolationTree tree : trees) {
      sum += tree.pathLength(row);
    }
    return Math.pow(2, -sum / trees.size() / IsolationTree.meanLength(samples));
  }
}
