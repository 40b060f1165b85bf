package io.millrace.stages.evaluate;

import io.millrace.stages.evaluate.ClusterSpread.Cluster;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How far rows lie from their own cluster and from others. The silhouette is Rousseeuw's (1987)
 * over squared Euclidean distances, whose mean over a cluster follows from its center and spread;
 * the index of Davies and Bouldin (1979) is over distances from the centers, as in scikit-learn.
 */
final class ClusterDistances {
  static final StructType SCHEMA =
      new StructType()
          .add("cluster", DataTypes.IntegerType, false)
          .add("silhouettes", DataTypes.DoubleType, false)
          .add("distances", DataTypes.DoubleType, false);

  private final TreeMap<Integer, Cluster> clusters;
  private final Map<Integer, Sums> sums = new TreeMap<>();

  private record Sums(double silhouettes, double distances) {
    Sums plus(Sums other) {
      return new Sums(silhouettes + other.silhouettes, distances + other.distances);
    }
  }

  ClusterDistances(TreeMap<Integer, Cluster> clusters) {
    this.clusters = clusters;
  }

  static Iterator<Row> ofPartition(TreeMap<Integer, Cluster> clusters, Iterator<Row> rows) {
    ClusterDistances distances = new ClusterDistances(clusters);
    rows.forEachRemaining(row -> distances.add(row.getInt(0), row.<Vector>getAs(1).toArray()));
    List<Row> result = new ArrayList<>();
    distances.sums.forEach(
        (id, sum) -> result.add(RowFactory.create(id, sum.silhouettes, sum.distances)));
    return result.iterator();
  }

  private void add(int id, double[] place) {
    double distance = Math.sqrt(cluster(id).squaredDistance(place));
    add(id, new Sums(silhouette(id, place), distance));
  }

  private void add(int id, Sums added) {
    sums.merge(id, added, Sums::plus);
  }

  private Cluster cluster(int id) {
    Cluster cluster = clusters.get(id);
    if (cluster == null) {
      throw new IllegalStateException("the rows are others than a moment ago");
    }
    return cluster;
  }

  /** 0 in a cluster of one row, by definition. */
  private double silhouette(int id, double[] place) {
    Cluster own = cluster(id);
    if (own.rows() == 1) {
      return 0;
    }
    double others = Double.POSITIVE_INFINITY;
    for (Map.Entry<Integer, Cluster> other : clusters.entrySet()) {
      if (other.getKey() != id) {
        others = Math.min(others, other.getValue().meanSquaredDistance(place));
      }
    }
    // The mean over the other rows of its own cluster: its distance from itself is 0.
    double within = own.meanSquaredDistance(place) * own.rows() / (own.rows() - 1);
    double larger = Math.max(within, others);
    return larger == 0 ? 0 : (others - within) / larger;
  }

  void merge(Row row) {
    add(row.getInt(0), new Sums(row.getDouble(1), row.getDouble(2)));
  }

  /** The mean over all rows. */
  double silhouette() {
    double total = sums.values().stream().mapToDouble(Sums::silhouettes).sum();
    return total / clusters.values().stream().mapToLong(Cluster::rows).sum();
  }

  /** The mean over clusters of how much the most similar other one is like them. */
  double daviesBouldin() {
    double total = 0;
    for (int id : clusters.keySet()) {
      total += similarity(id);
    }
    return total / clusters.size();
  }

  private double similarity(int id) {
    double most = 0;
    for (int other : clusters.keySet()) {
      double apart = cluster(id).distance(cluster(other));
      if (other != id && apart > 0) {
        most = Math.max(most, (reach(id) + reach(other)) / apart);
      }
    }
    return most;
  }

  private double reach(int id) {
    Sums sum = sums.getOrDefault(id, new Sums(0, 0));
    return sum.distances / cluster(id).rows();
  }
}
