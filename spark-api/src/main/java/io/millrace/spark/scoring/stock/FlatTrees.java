package io.millrace.spark.scoring.stock;

import io.millrace.api.scoring.ScoringStep;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.ml.tree.CategoricalSplit;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.ml.tree.Split;

/**
 * Decision trees of Spark ML in the arrays of the operator {@code tree-ensemble}: nodes in the
 * order of their levels, tree after tree, the two children of a node side by side.
 */
final class FlatTrees {
  private final int[] feature;
  private final double[] threshold;
  private final int[] child;
  private final int[] categories;
  private final int[] roots;
  private final double[] leaves;
  private final int width;
  private final ByteArrayOutputStream sets = new ByteArrayOutputStream();
  private int[] setStarts = {0};
  private int nodes;
  private int leafCount;

  private FlatTrees(int allNodes, int trees, int width) {
    feature = new int[allNodes];
    threshold = new double[allNodes];
    child = new int[allNodes];
    categories = new int[allNodes];
    Arrays.fill(categories, -1);
    roots = new int[trees];
    // Of a binary tree's nodes one more than half are leaves.
    leaves = new double[(allNodes + trees) / 2 * width];
    this.width = width;
  }

  /**
   * Adds trees to a step.
   *
   * @param width the numbers of a leaf
   * @param leaf gives them
   */
  static ScoringStep in(
      ScoringStep step, List<Node> roots, int width, Function<LeafNode, double[]> leaf) {
    FlatTrees trees =
        new FlatTrees(roots.stream().mapToInt(FlatTrees::count).sum(), roots.size(), width);
    for (int tree = 0; tree < roots.size(); tree++) {
      trees.add(tree, roots.get(tree), leaf);
    }
    return trees.in(step);
  }

  private static int count(Node root) {
    int count = 0;
    Deque<Node> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      count++;
      if (open.pop() instanceof InternalNode split) {
        open.push(split.leftChild());
        open.push(split.rightChild());
      }
    }
    return count;
  }

  private void add(int tree, Node root, Function<LeafNode, double[]> leaf) {
    Deque<Node> level = new ArrayDeque<>(List.of(root));
    roots[tree] = nodes;
    int next = nodes + 1;
    while (!level.isEmpty()) {
      Node node = level.removeFirst();
      if (node instanceof InternalNode internal) {
        split(internal.split());
        child[nodes] = next;
        next += 2;
        level.addLast(internal.leftChild());
        level.addLast(internal.rightChild());
      } else {
        feature[nodes] = -1;
        child[nodes] = leafCount;
        System.arraycopy(leaf.apply((LeafNode) node), 0, leaves, leafCount * width, width);
        leafCount++;
      }
      nodes++;
    }
  }

  private void split(Split split) {
    feature[nodes] = split.featureIndex();
    if (split instanceof ContinuousSplit continuous) {
      threshold[nodes] = continuous.threshold();
      return;
    }
    CategoricalSplit categorical = (CategoricalSplit) split;
    int count = categorical.numCategories();
    byte[] left = new byte[count + 1];
    for (double category : categorical.leftCategories()) {
      left[(int) category] = 1;
    }
    // Spark keeps the smaller side of the two: a value of neither is not in it.
    left[count] = (byte) (categorical.leftCategories().length <= count / 2 ? 0 : 1);
    sets.writeBytes(left);
    categories[nodes] = setStarts.length - 1;
    setStarts = Arrays.copyOf(setStarts, setStarts.length + 1);
    setStarts[setStarts.length - 1] = sets.size();
  }

  private ScoringStep in(ScoringStep step) {
    ScoringStep flat =
        step.with("width", width)
            .withArray("roots", roots)
            .withArray("feature", feature)
            .withArray("threshold", threshold)
            .withArray("child", child)
            .withArray("leaves", leaves);
    return setStarts.length == 1
        ? flat
        : flat.withArray("categories", categories)
            .withArray("setStarts", setStarts)
            .withArray("sets", sets.toByteArray());
  }
}
