package io.millrace.stages.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Where clusters lie and how far they reach, by the updating formulas of Chan, Golub and LeVeque
 * (1979), which don't lose digits where the center is far from zero.
 */
final class ClusterSpread {
  static final StructType SCHEMA =
      new StructType()
          .add("cluster", DataTypes.IntegerType, false)
          .add("rows", DataTypes.LongType, false)
          .add("center", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
          .add("spread", DataTypes.DoubleType, false);

  /** Rows that are in no cluster, or lie nowhere. */
  private static final int NONE = -1;

  private final Map<Integer, Cluster> found = new TreeMap<>();
  private long bad;

  /** One cluster; {@code spread} is the sum of its rows' squared distances from the center. */
  static final class Cluster implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] center;
    private long rows;
    private double spread;

    private Cluster(double[] center, long rows, double spread) {
      this.center = center;
      this.rows = rows;
      this.spread = spread;
    }

    private void add(double[] otherCenter, long otherRows, double otherSpread) {
      double sum = rows + otherRows;
      double distance = 0;
      for (int i = 0; i < center.length; i++) {
        double step = otherCenter[i] - center[i];
        distance += step * step;
        center[i] += step * otherRows / sum;
      }
      spread += otherSpread + distance * rows * otherRows / sum;
      rows += otherRows;
    }

    long rows() {
      return rows;
    }

    /** The mean of the rows' squared distances from a place. */
    double meanSquaredDistance(double[] place) {
      return squaredDistance(place) + spread / rows;
    }

    double squaredDistance(double[] place) {
      double sum = 0;
      for (int i = 0; i < center.length; i++) {
        double step = place[i] - center[i];
        sum += step * step;
      }
      return sum;
    }

    double distance(Cluster other) {
      return Math.sqrt(squaredDistance(other.center));
    }
  }

  static Iterator<Row> ofPartition(Iterator<Row> rows) {
    ClusterSpread spread = new ClusterSpread();
    rows.forEachRemaining(row -> spread.add(row.getInt(0), row.getAs(1)));
    List<Row> result = new ArrayList<>();
    spread.found.forEach(
        (id, cluster) ->
            result.add(RowFactory.create(id, cluster.rows, cluster.center, cluster.spread)));
    result.add(RowFactory.create(NONE, spread.bad, new double[0], 0.0));
    return result.iterator();
  }

  private void add(int cluster, @Nullable Vector place) {
    if (cluster == NONE
        || place == null
        || !DoubleStream.of(place.toArray()).allMatch(Double::isFinite)) {
      bad++;
    } else {
      merge(cluster, place.toArray().clone(), 1, 0);
    }
  }

  void merge(Row row) {
    if (row.getInt(0) == NONE) {
      bad += row.getLong(1);
    } else {
      double[] center = row.<Double>getList(2).stream().mapToDouble(slot -> slot).toArray();
      merge(row.getInt(0), center, row.getLong(1), row.getDouble(3));
    }
  }

  private void merge(int id, double[] center, long rows, double spread) {
    Cluster cluster = found.get(id);
    if (cluster == null) {
      found.put(id, new Cluster(center, rows, spread));
    } else {
      cluster.add(center, rows, spread);
    }
  }

  /** The clusters by their numbers. */
  TreeMap<Integer, Cluster> clusters() {
    return new TreeMap<>(found);
  }

  /** How many rows there were, bad ones included. */
  long rows() {
    return bad + found.values().stream().mapToLong(Cluster::rows).sum();
  }

  /** How many of them can't be judged. */
  long bad() {
    return bad;
  }
}
