package io.millrace.stages.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Row;

/** What {@link BinaryCurve} found: numbers of rows, sums of weights, and finished figures. */
record BinaryFigures(
    double rows,
    double badLabels,
    double badWeights,
    double badPredictions,
    double positives,
    double negatives,
    double truePositives,
    double falsePositives,
    double auc,
    double averagePrecision,
    double ks,
    double logLoss,
    double brier) {
  /** Of no rows. */
  static final BinaryFigures NONE = new BinaryFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  static BinaryFigures of(Row row) {
    return new BinaryFigures(
        row.getDouble(0),
        row.getDouble(1),
        row.getDouble(2),
        row.getDouble(3),
        row.getDouble(4),
        row.getDouble(5),
        row.getDouble(6),
        row.getDouble(7),
        row.getDouble(8),
        row.getDouble(9),
        row.getDouble(10),
        row.getDouble(11),
        row.getDouble(12));
  }

  /** The metrics; precision and F1 are 0 where nothing was found. */
  Map<String, Double> metrics() {
    double trueNegatives = negatives - falsePositives;
    double found = truePositives + falsePositives;
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("auc", auc);
    metrics.put("pr_auc", averagePrecision);
    metrics.put("accuracy", (truePositives + trueNegatives) / (positives + negatives));
    metrics.put("precision", found == 0 ? 0 : truePositives / found);
    metrics.put("recall", truePositives / positives);
    metrics.put("f1", 2 * truePositives / (found + positives));
    metrics.put("log_loss", logLoss);
    metrics.put("brier", brier);
    metrics.put("ks", ks);
    return metrics;
  }
}
