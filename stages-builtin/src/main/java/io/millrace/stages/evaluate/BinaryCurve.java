package io.millrace.stages.evaluate;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Walks once along the scores in falling order and adds up what the metrics need.
 *
 * <ul>
 *   <li>AUC by the trapezoid rule, ties counting half: Hanley and McNeil, Radiology 143 (1982).
 *   <li>PR AUC as average precision, the sum of precision over steps of recall, without
 *       interpolation: Davis and Goadrich, ICML 2006, on why a trapezoid would be too optimistic.
 *   <li>KS as the largest distance of true from false positive rate. The rates' denominators are
 *       known at the end only; until then {@link RateHull} keeps the points that can win.
 * </ul>
 */
final class BinaryCurve implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1;

  static final StructType SCHEMA =
      new StructType(
          Stream.of(
                  "rows",
                  "badLabels",
                  "badWeights",
                  "badPredictions",
                  "positives",
                  "negatives",
                  "truePositives",
                  "falsePositives",
                  "area",
                  "averagePrecision",
                  "ks",
                  "logLoss",
                  "brier")
              .map(name -> DataTypes.createStructField(name, DataTypes.DoubleType, false))
              .toArray(StructField[]::new));

  @Override
  public Iterator<Row> call(Iterator<Row> scores) {
    Sums sums = new Sums();
    scores.forEachRemaining(sums::add);
    return List.of(sums.row()).iterator();
  }

  private static final class Sums {
    /** Probabilities of 0 and 1 would cost infinitely much: 2^-52, as scikit-learn takes it. */
    private static final double SMALLEST = Math.ulp(1.0);

    private double rows;
    private double badLabels;
    private double badWeights;
    private double badPredictions;
    private double positives;
    private double negatives;
    private double truePositives;
    private double falsePositives;
    private double area;
    private double precisions;
    private double logLoss;
    private double brier;
    private final RateHull hull = new RateHull();

    void add(Row row) {
      double score = row.getDouble(0);
      rows += row.getDouble(5);
      badLabels += row.getDouble(6);
      badWeights += row.getDouble(7);
      badPredictions += Double.isNaN(score) ? row.getDouble(5) : 0;
      truePositives += row.getDouble(3);
      falsePositives += row.getDouble(4);
      addStep(score, row.getDouble(1), row.getDouble(2));
    }

    private void addStep(double score, double positive, double negative) {
      area += negative * (positives + positive / 2);
      positives += positive;
      negatives += negative;
      if (positive > 0) {
        precisions += positive * (positives / (positives + negatives));
      }
      hull.add(negatives, positives);
      double clipped = Math.max(SMALLEST, Math.min(1 - SMALLEST, score));
      logLoss -= positive * Math.log(clipped) + negative * Math.log1p(-clipped);
      brier += positive * (1 - score) * (1 - score) + negative * score * score;
    }

    Row row() {
      double all = positives + negatives;
      return RowFactory.create(
          rows,
          badLabels,
          badWeights,
          badPredictions,
          positives,
          negatives,
          truePositives,
          falsePositives,
          area / (positives * negatives),
          precisions / positives,
          hull.largestDistance(negatives, positives),
          logLoss / all,
          brier / all);
    }
  }
}
