package io.millrace.stages.evaluate;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Weighted sums of errors, and the label's spread by the updating formulas of Chan, Golub and
 * LeVeque (1979), which don't lose digits where the mean is far from zero.
 */
final class RegressionSums {
  private static final int FIGURES = 10;

  static final StructType SCHEMA =
      new StructType(
          IntStream.range(0, FIGURES)
              .mapToObj(i -> DataTypes.createStructField("f" + i, DataTypes.DoubleType, false))
              .toArray(StructField[]::new));

  private double rows;
  private double badLabels;
  private double badWeights;
  private double badPredictions;
  private double weight;
  private double mean;
  private double spread;
  private double squares;
  private double distances;
  private double shares;

  static Iterator<Row> ofPartition(Iterator<Row> rows) {
    RegressionSums sums = new RegressionSums();
    rows.forEachRemaining(row -> sums.add(row.getDouble(0), row.getDouble(1), row.getDouble(2)));
    return List.of(sums.row()).iterator();
  }

  static RegressionSums of(Row row) {
    RegressionSums sums = new RegressionSums();
    sums.rows = row.getDouble(0);
    sums.badLabels = row.getDouble(1);
    sums.badWeights = row.getDouble(2);
    sums.badPredictions = row.getDouble(3);
    sums.weight = row.getDouble(4);
    sums.mean = row.getDouble(5);
    sums.spread = row.getDouble(6);
    sums.squares = row.getDouble(7);
    sums.distances = row.getDouble(8);
    sums.shares = row.getDouble(9);
    return sums;
  }

  private Row row() {
    return RowFactory.create(
        rows,
        badLabels,
        badWeights,
        badPredictions,
        weight,
        mean,
        spread,
        squares,
        distances,
        shares);
  }

  private void add(double label, double prediction, double rowWeight) {
    rows++;
    badLabels += Double.isNaN(label) ? 1 : 0;
    badWeights += rowWeight >= 0 ? 0 : 1;
    badPredictions += Double.isNaN(prediction) ? 1 : 0;
    addToSpread(rowWeight, label, 0);
    double error = prediction - label;
    squares += rowWeight * error * error;
    distances += rowWeight * Math.abs(error);
    // The smallest divisor, 2^-52, is scikit-learn's.
    shares += rowWeight * Math.abs(error) / Math.max(Math.ulp(1.0), Math.abs(label));
  }

  void merge(RegressionSums other) {
    rows += other.rows;
    badLabels += other.badLabels;
    badWeights += other.badWeights;
    badPredictions += other.badPredictions;
    addToSpread(other.weight, other.mean, other.spread);
    squares += other.squares;
    distances += other.distances;
    shares += other.shares;
  }

  private void addToSpread(double otherWeight, double otherMean, double otherSpread) {
    if (otherWeight == 0) {
      return;
    }
    double sum = weight + otherWeight;
    double distance = otherMean - mean;
    spread += otherSpread + distance * distance * weight * otherWeight / sum;
    mean += distance * otherWeight / sum;
    weight = sum;
  }

  double rows() {
    return rows;
  }

  void refuseBad(Truth truth) {
    truth.refuse(rows, badLabels, badWeights, badPredictions);
  }

  /** The metrics; R² of a label that never varies is 1 if all predictions are right, else 0. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("rmse", Math.sqrt(squares / weight));
    metrics.put("mae", distances / weight);
    metrics.put("mape", shares / weight);
    metrics.put("r2", spread == 0 ? (squares == 0 ? 1.0 : 0.0) : 1 - squares / spread);
    return metrics;
  }
}
