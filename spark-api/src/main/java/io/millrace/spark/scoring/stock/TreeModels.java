package io.millrace.spark.scoring.stock;

import io.millrace.api.scoring.ScoringStep;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;

/** Decision trees and their ensembles as steps. */
final class TreeModels {
  private static final Function<LeafNode, double[]> NUMBER =
      leaf -> new double[] {leaf.prediction()};

  private TreeModels() {}

  static void classifier(DecisionTreeClassificationModel model, ModelSteps steps) {
    ScoringStep step = step(model.numFeatures(), "vector", steps);
    steps.addRaw(
        FlatTrees.in(
            step,
            List.of(model.rootNode()),
            model.numClasses(),
            leaf -> leaf.impurityStats().stats()),
        model.numClasses());
    steps.addProbabilities(model, "shares");
  }

  static void classifier(RandomForestClassificationModel model, ModelSteps steps) {
    List<Node> roots =
        Stream.of(model.trees()).map(DecisionTreeClassificationModel::rootNode).toList();
    ScoringStep step = step(model.numFeatures(), "vector", steps);
    steps.addRaw(
        FlatTrees.in(step, roots, model.numClasses(), TreeModels::votes), model.numClasses());
    steps.addProbabilities(model, "shares");
  }

  /** What each tree adds for the classes: their shares of the leaf's training rows. */
  private static double[] votes(LeafNode leaf) {
    double[] counts = leaf.impurityStats().stats();
    double total = 0;
    for (double count : counts) {
      total += count;
    }
    double[] votes = new double[counts.length];
    for (int i = 0; i < votes.length && total != 0; i++) {
      votes[i] = counts[i] / total;
    }
    return votes;
  }

  static void classifier(GBTClassificationModel model, ModelSteps steps) {
    ScoringStep step =
        step(model.numFeatures(), "weighted", steps).withArray("weights", model.treeWeights());
    steps.addRaw(FlatTrees.in(step, roots(model.trees()), 1, NUMBER), 2);
    steps.addProbabilities(model, "logistic-first-doubled");
  }

  static void regression(DecisionTreeRegressionModel model, ModelSteps steps) {
    ScoringStep step = step(model.numFeatures(), "mean", steps);
    steps.addNumber(FlatTrees.in(step, List.of(model.rootNode()), 1, NUMBER));
  }

  static void regression(RandomForestRegressionModel model, ModelSteps steps) {
    ScoringStep step = step(model.numFeatures(), "mean", steps);
    steps.addNumber(FlatTrees.in(step, roots(model.trees()), 1, NUMBER));
  }

  static void regression(GBTRegressionModel model, ModelSteps steps) {
    ScoringStep step =
        step(model.numFeatures(), "weighted", steps).withArray("weights", model.treeWeights());
    steps.addNumber(FlatTrees.in(step, roots(model.trees()), 1, NUMBER));
  }

  private static ScoringStep step(int features, String sum, ModelSteps steps) {
    return steps.reading("tree-ensemble").with("size", features).with("sum", sum);
  }

  private static List<Node> roots(DecisionTreeRegressionModel[] trees) {
    return Stream.of(trees).map(DecisionTreeRegressionModel::rootNode).toList();
  }
}
