package io.millrace.stages.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Row;

/** How much weight of each class was predicted as which. */
final class Confusion {
  private final double[] labelled;
  private final double[] predicted;
  private final double[] hit;
  private double loss;
  private double rows;
  private double badLabels;
  private double badWeights;
  private double badPredictions;

  Confusion(int classes) {
    labelled = new double[classes];
    predicted = new double[classes];
    hit = new double[classes];
  }

  /** Adds a row of class, predicted class, weight, weighted loss, rows, bad weights, bad losses. */
  void add(Row row) {
    int label = (int) row.getDouble(0);
    int prediction = (int) row.getDouble(1);
    double weight = row.getDouble(2);
    rows += row.getDouble(4);
    badWeights += row.getDouble(5);
    badPredictions += prediction < 0 ? row.getDouble(4) : row.getDouble(6);
    if (label < 0) {
      badLabels += row.getDouble(4);
    } else if (prediction >= 0) {
      labelled[label] += weight;
      predicted[prediction] += weight;
      hit[label] += label == prediction ? weight : 0;
      loss += row.getDouble(3);
    }
  }

  double rows() {
    return rows;
  }

  double badLabels() {
    return badLabels;
  }

  double badWeights() {
    return badWeights;
  }

  double badPredictions() {
    return badPredictions;
  }

  /**
   * The metrics. Precision, recall and F1 are means over classes, weighted by how often the class
   * is true; {@code f1_macro} weighs the classes that occur alike. A class that was never predicted
   * has precision 0.
   */
  Map<String, Double> metrics() {
    double all = 0;
    double hits = 0;
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    double macro = 0;
    int present = 0;
    for (int i = 0; i < hit.length; i++) {
      double classF1 = share(2 * hit[i], labelled[i] + predicted[i]);
      all += labelled[i];
      hits += hit[i];
      precision += labelled[i] * share(hit[i], predicted[i]);
      recall += labelled[i] * share(hit[i], labelled[i]);
      f1 += labelled[i] * classF1;
      macro += classF1;
      present += labelled[i] + predicted[i] > 0 ? 1 : 0;
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", hits / all);
    metrics.put("precision", precision / all);
    metrics.put("recall", recall / all);
    metrics.put("f1", f1 / all);
    metrics.put("f1_macro", macro / present);
    metrics.put("log_loss", loss / all);
    return metrics;
  }

  private static double share(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
