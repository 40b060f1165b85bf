package io.millrace.spark.scoring.stock;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.spark.ml.clustering.BisectingKMeansModel;
import org.apache.spark.ml.clustering.GaussianMixtureModel;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.mllib.clustering.ClusteringTreeNode;
import org.apache.spark.mllib.clustering.DistanceMeasure$;
import org.apache.spark.mllib.clustering.VectorWithNorm;
import org.apache.spark.mllib.linalg.DenseVector;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;

/** Clusterings as steps. */
final class Clusters {
  /** {@code KMeansModel}: as many products are computed once for all rows, in the driver. */
  private static final long STATISTICS_BELOW = 1_000_000;

  private Clusters() {}

  static void kMeans(KMeansModel model, ModelSteps steps) {
    VectorWithNorm[] centers =
        Stream.of(model.clusterCenters())
            .map(Vectors::fromML)
            .map(VectorWithNorm::new)
            .toArray(VectorWithNorm[]::new);
    // Not the parameter, which a model that was loaded does not follow.
    String distance = model.parentModel().distanceMeasure();
    ScoringStep step =
        centers(steps.reading("nearest-center"), distance, Arrays.asList(centers))
            .withArray("bounds", bounds(distance, centers));
    steps.addDecision(step, Simple.INT);
  }

  /** {@code org.apache.spark.mllib.clustering.KMeansModel.statistics}. */
  private static double[] bounds(String distance, VectorWithNorm[] centers) {
    long k = centers.length;
    boolean known = k < 1000 && k * k * centers[0].vector().size() < STATISTICS_BELOW;
    return known
        ? DistanceMeasure$.MODULE$.decodeFromString(distance).computeStatistics(centers)
        : new double[0];
  }

  private static ScoringStep centers(
      ScoringStep step, String distance, List<VectorWithNorm> centers) {
    return step.with("distance", distance)
        .with("size", centers.get(0).vector().size())
        .withArray("centers", centers.stream().flatMapToDouble(c -> values(c.vector())).toArray())
        .withArray("norms", centers.stream().mapToDouble(VectorWithNorm::norm).toArray());
  }

  private static DoubleStream values(Vector center) {
    if (center instanceof DenseVector dense) {
      return Arrays.stream(dense.values());
    }
    throw new MillraceException(
        StandardError.NOT_SERVABLE, "the center of a cluster is a sparse vector");
  }

  static void bisectingKMeans(BisectingKMeansModel model, ModelSteps steps) {
    List<ClusteringTreeNode> nodes = new ArrayList<>();
    nodes.add(model.org$apache$spark$ml$clustering$BisectingKMeansModel$$parentModel().root());
    List<Integer> first = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      ClusteringTreeNode node = nodes.get(i);
      first.add(node.isLeaf() ? node.index() : nodes.size());
      nodes.addAll(List.of(node.children()));
    }
    ScoringStep step =
        centers(
                steps.reading("cluster-tree"),
                model.getDistanceMeasure(),
                nodes.stream().map(ClusteringTreeNode::centerWithNorm).toList())
            .withArray("first", first.stream().mapToInt(Integer::intValue).toArray())
            .withArray("children", nodes.stream().mapToInt(n -> n.children().length).toArray());
    steps.addDecision(step, Simple.INT);
  }

  static void gaussianMixture(GaussianMixtureModel model, ModelSteps steps) {
    ScoringStep step =
        GaussianState.in(
            steps.reading("gaussian-mixture").withArray("weights", model.weights()),
            model.gaussians());
    steps.add(step.adding(steps.probability(), new VectorOf(model.weights().length)));
    steps.addDecision(ModelSteps.deciding("largest", steps.probability()), Simple.INT);
  }
}
