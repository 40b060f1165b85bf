package io.millrace.benchmarks.pmml;

import io.millrace.benchmarks.pmml.PmmlFeatures.Place;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.ml.tree.CategoricalSplit;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;

/** Spark's trees as nodes of PMML. */
final class PmmlTrees {
  private final List<Place> places;
  private final Function<LeafNode, String> leaf;

  /**
   * Writes trees over such features.
   *
   * @param leaf what a leaf says: attributes, and elements within
   */
  PmmlTrees(List<Place> places, Function<LeafNode, String> leaf) {
    this.places = places;
    this.leaf = leaf;
  }

  /** What stands within a {@code TreeModel} behind its schema. */
  String tree(Node root) {
    return node(root, "<True/>");
  }

  private String node(Node node, String predicate) {
    if (node instanceof LeafNode end) {
      return leaf.apply(end).formatted(predicate);
    }
    InternalNode inner = (InternalNode) node;
    // The evaluator takes the first child whose predicate holds: the second one needs no own.
    return "<Node>"
        + predicate
        + node(inner.leftChild(), left(inner))
        + node(inner.rightChild(), "<True/>")
        + "</Node>";
  }

  private String left(InternalNode node) {
    Place place = places.get(node.split().featureIndex());
    if (!place.isBit()) {
      double threshold = ((ContinuousSplit) node.split()).threshold();
      return PmmlText.predicate(place.field(), "lessOrEqual", Double.toString(threshold));
    }
    boolean absentGoesLeft =
        node.split() instanceof CategoricalSplit split
            ? Arrays.stream(split.leftCategories()).anyMatch(category -> category == 0)
            : ((ContinuousSplit) node.split()).threshold() >= 0;
    return PmmlText.predicate(place.field(), absentGoesLeft ? "notEqual" : "equal", place.label());
  }
}
