package io.millrace.stages.train.cluster;

import io.millrace.api.StageFactory;
import io.millrace.api.StageFamily;
import io.millrace.stages.train.cluster.Clustering.Figure;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.clustering.BisectingKMeans;
import org.apache.spark.ml.clustering.BisectingKMeansModel;
import org.apache.spark.ml.clustering.BisectingKMeansSummary;
import org.apache.spark.ml.clustering.GaussianMixture;
import org.apache.spark.ml.clustering.GaussianMixtureModel;
import org.apache.spark.ml.clustering.GaussianMixtureSummary;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.clustering.KMeansSummary;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Spark ML's clusterings, as a table: what differs between them. */
public final class Clusterings implements StageFamily<Dataset<Row>> {
  /** For ServiceLoader. */
  public Clusterings() {}

  @Override
  public List<StageFactory<Dataset<Row>, ?>> stages() {
    return List.of(
        new ClusteringFactory<>(
            "train/k-means",
            KMeansOptions.class,
            "Puts rows into k clusters, each row into that of the nearest center",
            "k: 3",
            new Clustering(
                KMeans::new,
                Clustering::fitWhateverDiffers,
                model -> ((KMeansModel) model).clusterCenters(),
                false,
                true,
                Clustering.cost(summary -> ((KMeansSummary) summary).trainingCost()))),
        new ClusteringFactory<>(
            "train/bisecting-k-means",
            BisectingKMeansOptions.class,
            "Puts rows into clusters by dividing all rows, and then each cluster, into two",
            "k: 4\nminDivisibleClusterSize: 0.05",
            new Clustering(
                BisectingKMeans::new,
                Clustering::fit,
                model -> ((BisectingKMeansModel) model).clusterCenters(),
                false,
                false,
                Clustering.cost(summary -> ((BisectingKMeansSummary) summary).trainingCost()))),
        new ClusteringFactory<>(
            "train/gaussian-mixture",
            GaussianMixtureOptions.class,
            "Puts rows into clusters of the shape of ellipses, and says how probable each one is",
            "k: 2\nmaxIter: 20",
            new Clustering(
                GaussianMixture::new,
                Clustering::fit,
                model -> means((GaussianMixtureModel) model),
                true,
                true,
                new Figure(
                    "log-likelihood",
                    summary -> ((GaussianMixtureSummary) summary).logLikelihood()))));
  }

  private static Vector[] means(GaussianMixtureModel model) {
    return Stream.of(model.gaussians()).map(MultivariateGaussian::mean).toArray(Vector[]::new);
  }
}
