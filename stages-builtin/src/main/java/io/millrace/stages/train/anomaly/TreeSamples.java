package io.millrace.stages.train.anomaly;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.DoubleStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Draws the rows of each tree without replacement, in one pass: those to which a hash of their
 * content and the tree gives the smallest numbers. So the same rows are drawn wherever they lie.
 * Rows of equal content come with their number, and each of them is drawn by itself.
 *
 * @param trees how many
 * @param samples rows of each
 * @param seed of the cuts
 */
record TreeSamples(int trees, int samples, long seed) implements Serializable {
  private static final long serialVersionUID = 1;

  /** Rows of a partition that belong to no tree: their number, and that of unusable ones. */
  static final int COUNTS = -1;

  static final StructType DRAWN =
      new StructType()
          .add("tree", DataTypes.IntegerType, false)
          .add("rank", DataTypes.LongType, false)
          .add("row", DataTypes.createArrayType(DataTypes.DoubleType, false), false);

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private record Drawn(long rank, double[] row) {}

  /** The candidates of a partition, whose rows are a vector, its hash, and how often it occurs. */
  Iterator<Row> draw(Iterator<Row> rows) {
    List<PriorityQueue<Drawn>> queues = new ArrayList<>();
    for (int i = 0; i < trees; i++) {
      queues.add(new PriorityQueue<>(Comparator.comparingLong(Drawn::rank).reversed()));
    }
    double all = 0;
    double bad = 0;
    while (rows.hasNext()) {
      Row row = rows.next();
      double[] values = usable(row.getAs(0));
      long times = row.getLong(2);
      all += times;
      if (values == null) {
        bad += times;
      } else {
        long hash = Double.doubleToRawLongBits(row.getDouble(1));
        for (long copy = 0; copy < times; copy++) {
          offer(queues, values, copy == 0 ? hash : mixed(hash + copy));
        }
      }
    }
    List<Row> drawn = new ArrayList<>();
    drawn.add(RowFactory.create(COUNTS, 0L, new double[] {all, bad}));
    for (int i = 0; i < trees; i++) {
      for (Drawn each : queues.get(i)) {
        drawn.add(RowFactory.create(i, each.rank(), each.row()));
      }
    }
    return drawn.iterator();
  }

  private static double @Nullable [] usable(@Nullable Vector vector) {
    double[] values = vector == null ? new double[] {Double.NaN} : vector.toArray();
    return DoubleStream.of(values).allMatch(Double::isFinite) ? values : null;
  }

  private void offer(List<PriorityQueue<Drawn>> queues, double[] values, long hash) {
    for (int i = 0; i < trees; i++) {
      PriorityQueue<Drawn> queue = queues.get(i);
      long rank = mixed(hash + (i + 1) * GOLDEN);
      if (queue.size() < samples) {
        queue.add(new Drawn(rank, values));
      } else if (rank < queue.element().rank()) {
        queue.remove();
        queue.add(new Drawn(rank, values));
      }
    }
  }

  /** As in SplitMix64. */
  private static long mixed(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  static final StructType GROWN =
      new StructType()
          .add("tree", DataTypes.IntegerType, false)
          .add("counts", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
          .add("feature", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
          .add("cut", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
          .add("left", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
          .add("right", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
          .add("length", DataTypes.createArrayType(DataTypes.DoubleType, false), false);

  /** Grows the trees of a partition, whose rows come by tree and rank. */
  Iterator<Row> grow(Iterator<Row> drawn) {
    List<Row> grown = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    double[] counts = new double[2];
    int tree = COUNTS;
    while (drawn.hasNext()) {
      Row row = drawn.next();
      double[] values = row.<Double>getList(2).stream().mapToDouble(v -> v).toArray();
      if (row.getInt(0) == COUNTS) {
        counts[0] += values[0];
        counts[1] += values[1];
        continue;
      }
      if (row.getInt(0) != tree) {
        addTree(tree, rows, grown);
        rows.clear();
        tree = row.getInt(0);
      }
      if (rows.size() < samples) {
        rows.add(values);
      }
    }
    addTree(tree, rows, grown);
    if (counts[0] > 0) {
      grown.add(
          RowFactory.create(
              COUNTS, counts, new int[0], new double[0], new int[0], new int[0], new double[0]));
    }
    return grown.iterator();
  }

  private void addTree(int tree, List<double[]> rows, List<Row> grown) {
    if (rows.isEmpty()) {
      return;
    }
    double[][] sample = rows.toArray(double[][]::new);
    int widest = Arrays.stream(sample).mapToInt(row -> row.length).max().orElse(0);
    int narrowest = Arrays.stream(sample).mapToInt(row -> row.length).min().orElse(0);
    double[] counts = {sample.length, narrowest, widest};
    if (narrowest != widest) {
      grown.add(
          RowFactory.create(
              tree, counts, new int[0], new double[0], new int[0], new int[0], new double[0]));
      return;
    }
    IsolationTree made = IsolationTree.grow(sample, mixed(seed + (tree + 1) * GOLDEN));
    grown.add(
        RowFactory.create(
            tree, counts, made.feature(), made.cut(), made.left(), made.right(), made.length()));
  }
}
