package io.millrace.stages.transform;

import static java.util.Objects.requireNonNull;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.udf;

import io.millrace.spark.api.SparkMlTrainer.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How much is known of the label when a slot is known, in nats: the sum of p(x, y) ln(p(x, y) /
 * (p(x) p(y))) over the bins of the slot and the classes of the label. Zero is a bin of its own, so
 * that sparse vectors need only be read where they hold something; other values fall in bins of
 * equal count, as does a label that is a number. Three jobs: bins, pairs, and the label.
 */
final class MutualInformation {
  private static final int ACCURACY = 10_000;
  private static final int ZERO = 0;

  private MutualInformation() {}

  /** Of each slot. */
  static double[] ofSlots(SlotRows slots, Task task, int bins) {
    Dataset<Row> rows = slots.rows();
    Column label = col(SlotRows.LABEL);
    if (task == Task.REGRESSION) {
      double[] cuts = cuts(rows.agg(quantiles(label, bins)).head().getList(0));
      label = binned(cuts).apply(label, lit(0));
    }
    Dataset<Row> filled =
        rows.select(
                explode(
                        udf(filled(), DataTypes.createArrayType(filledType()))
                            .apply(col(SlotRows.FEATURES)))
                    .as("f"),
                label.cast("int").as("class"))
            .select(col("f.slot").as("slot"), col("f.value").as("value"), col("class"));
    Map<Integer, double[]> cuts = new HashMap<>();
    filled
        .groupBy("slot")
        .agg(quantiles(col("value"), bins))
        .collectAsList()
        .forEach(row -> cuts.put(row.getInt(0), cuts(row.getList(1))));
    Map<Integer, Long> classes = new HashMap<>();
    rows.groupBy(label.cast("int").as("class"))
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> classes.put(row.getInt(0), row.getLong(1)));
    Map<Integer, Map<Integer, Map<Integer, Long>>> counted = new HashMap<>();
    filled
        .groupBy(col("slot"), binOf(cuts).apply(col("slot"), col("value")).as("bin"), col("class"))
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(
            row ->
                counted
                    .computeIfAbsent(row.getInt(0), slot -> new HashMap<>())
                    .computeIfAbsent(row.getInt(1), bin -> new HashMap<>())
                    .put(row.getInt(2), row.getLong(3)));
    return IntStream.range(0, slots.size())
        .mapToDouble(slot -> withZeros(counted.getOrDefault(slot, Map.of()), classes))
        .toArray();
  }

  private static Column quantiles(Column value, int bins) {
    Column[] shares =
        IntStream.range(1, Math.max(2, bins))
            .mapToObj(i -> lit((double) i / bins))
            .toArray(Column[]::new);
    return percentile_approx(value, org.apache.spark.sql.functions.array(shares), lit(ACCURACY));
  }

  private static double[] cuts(List<Double> quantiles) {
    return quantiles.stream().mapToDouble(Double::doubleValue).distinct().toArray();
  }

  private static StructType filledType() {
    return new StructType()
        .add("slot", DataTypes.IntegerType, false)
        .add("value", DataTypes.DoubleType, false);
  }

  private static UDF1<Vector, List<Row>> filled() {
    return vector -> {
      List<Row> filled = new ArrayList<>();
      if (vector instanceof SparseVector sparse) {
        for (int i = 0; i < sparse.indices().length; i++) {
          if (sparse.values()[i] != 0) {
            filled.add(RowFactory.create(sparse.indices()[i], sparse.values()[i]));
          }
        }
      } else {
        double[] values = vector.toArray();
        for (int slot = 0; slot < values.length; slot++) {
          if (values[slot] != 0) {
            filled.add(RowFactory.create(slot, values[slot]));
          }
        }
      }
      return filled;
    };
  }

  private static org.apache.spark.sql.expressions.UserDefinedFunction binOf(
      Map<Integer, double[]> cuts) {
    UDF2<Integer, Double, Integer> bin =
        (slot, value) -> bin(requireNonNull(cuts.get(slot)), value);
    return udf(bin, DataTypes.IntegerType);
  }

  private static org.apache.spark.sql.expressions.UserDefinedFunction binned(double[] cuts) {
    UDF2<Double, Integer, Integer> bin = (value, ignored) -> bin(cuts, value);
    return udf(bin, DataTypes.IntegerType);
  }

  /** The number of the bin, from 1: a cut is the largest value of its bin. */
  private static int bin(double[] cuts, double value) {
    int bin = 1;
    for (double cut : cuts) {
      bin += value > cut ? 1 : 0;
    }
    return bin;
  }

  /** Rows that fill no bin of a slot hold zero there. */
  private static double withZeros(
      Map<Integer, Map<Integer, Long>> filled, Map<Integer, Long> classes) {
    Map<Integer, Map<Integer, Long>> all = new HashMap<>(filled);
    Map<Integer, Long> zeros = new HashMap<>(classes);
    filled.values().forEach(bin -> bin.forEach((c, rows) -> zeros.merge(c, -rows, Long::sum)));
    all.put(ZERO, zeros);
    return of(all, classes);
  }

  /**
   * The mutual information of bins and classes.
   *
   * @param bins rows by bin and class
   * @param classes rows by class
   */
  static double of(Map<Integer, Map<Integer, Long>> bins, Map<Integer, Long> classes) {
    double rows = classes.values().stream().mapToLong(Long::longValue).sum();
    double information = 0;
    for (Map<Integer, Long> bin : bins.values()) {
      double inBin = bin.values().stream().mapToLong(Long::longValue).sum();
      for (Map.Entry<Integer, Long> cell : bin.entrySet()) {
        if (cell.getValue() > 0) {
          double both = cell.getValue() / rows;
          double expected = inBin / rows * (classes.getOrDefault(cell.getKey(), 0L) / rows);
          information += both * Math.log(both / expected);
        }
      }
    }
    return Math.max(0, information);
  }
}
