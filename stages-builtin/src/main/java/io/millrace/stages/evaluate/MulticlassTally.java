package io.millrace.stages.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Any number of classes. A row is the place of its class, of the predicted one, its loss and its
 * weight; a place below 0 is none.
 *
 * <p>Precision, recall and F1 are means over classes, weighted by how often the class is true;
 * {@code f1_macro} weighs the classes that occur alike, {@code balanced_accuracy} those that are
 * true. A class that was never predicted has precision 0. Matthews' correlation of several classes
 * is Gorodkin's (2004), and 0 where it is not defined.
 */
final class MulticlassTally extends Tally {
  private static final long serialVersionUID = 1;

  /** The confusion of more classes is too large to be read. */
  private static final int MOST_CONFUSED = 30;

  /** Metrics of more classes are too many to be kept. */
  private static final int MOST_NAMED = 100;

  static final List<String> PER_CLASS = List.of("precision", "recall", "f1");
  static final List<String> NAMES =
      List.of(
          "accuracy",
          "precision",
          "recall",
          "f1",
          "f1_macro",
          "log_loss",
          "balanced_accuracy",
          "mcc");

  private static final int LOSS = OWN;
  private static final int LABELLED = OWN + 1;

  private final int classes;

  MulticlassTally(int classes) {
    this.classes = classes;
  }

  @Override
  List<String> names() {
    return NAMES;
  }

  private boolean isConfused() {
    return classes <= MOST_CONFUSED;
  }

  private int predicted(int at) {
    return at + LABELLED + classes;
  }

  private int hit(int at) {
    return at + LABELLED + 2 * classes;
  }

  private int confused(int at) {
    return at + LABELLED + 3 * classes;
  }

  @Override
  int size() {
    return confused(0) + (isConfused() ? classes * classes : 0);
  }

  @Override
  int flaw(double[] row) {
    if (!(row[0] >= 0)) {
      return BAD_LABELS;
    }
    if (!(row[3] >= 0)) {
      return BAD_WEIGHTS;
    }
    return !(row[1] >= 0) || Double.isNaN(row[2]) ? BAD_PREDICTIONS : 0;
  }

  @Override
  void add(double[] states, int at, double[] row, double times) {
    int label = (int) row[0];
    int prediction = (int) row[1];
    double weight = row[3] * times;
    states[at + LOSS] += weight * row[2];
    states[at + LABELLED + label] += weight;
    states[predicted(at) + prediction] += weight;
    states[hit(at) + label] += label == prediction ? weight : 0;
    if (isConfused()) {
      states[confused(at) + label * classes + prediction] += weight;
    }
  }

  @Override
  double[] metrics(double[] states, int at, @Nullable Walk walk, int replicate) {
    double all = 0;
    double hits = 0;
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    double macro = 0;
    double recalls = 0;
    int present = 0;
    int labelled = 0;
    for (int i = 0; i < classes; i++) {
      OfClass figures = ofClass(states, at, i);
      all += figures.labelled;
      hits += figures.hit;
      precision += figures.labelled * figures.precision();
      recall += figures.labelled * figures.recall();
      f1 += figures.labelled * figures.f1();
      macro += figures.f1();
      recalls += figures.recall();
      present += figures.labelled + figures.predicted > 0 ? 1 : 0;
      labelled += figures.labelled > 0 ? 1 : 0;
    }
    return new double[] {
      hits / all,
      precision / all,
      recall / all,
      f1 / all,
      macro / present,
      states[at + LOSS] / all,
      recalls / labelled,
      correlation(states, at, all, hits)
    };
  }

  private double correlation(double[] states, int at, double all, double hits) {
    double products = 0;
    double labelled = 0;
    double predicted = 0;
    for (int i = 0; i < classes; i++) {
      OfClass figures = ofClass(states, at, i);
      products += figures.labelled * figures.predicted;
      labelled += figures.labelled * figures.labelled;
      predicted += figures.predicted * figures.predicted;
    }
    double spread = (all * all - predicted) * (all * all - labelled);
    return spread <= 0 ? 0 : (hits * all - products) / Math.sqrt(spread);
  }

  /** The weight of a class: as it is true, as it was predicted, and both at once. */
  private record OfClass(double labelled, double predicted, double hit) {
    double precision() {
      return predicted == 0 ? 0 : hit / predicted;
    }

    double recall() {
      return labelled == 0 ? 0 : hit / labelled;
    }

    double f1() {
      return labelled + predicted == 0 ? 0 : 2 * hit / (labelled + predicted);
    }
  }

  private OfClass ofClass(double[] states, int at, int index) {
    return new OfClass(
        states[at + LABELLED + index], states[predicted(at) + index], states[hit(at) + index]);
  }

  /** {@link #PER_CLASS} by class; none if they are too many. */
  Map<String, List<Double>> perClass(double[] state, List<String> names) {
    Map<String, List<Double>> figures = new LinkedHashMap<>();
    for (int i = 0; i < classes && classes <= MOST_NAMED; i++) {
      OfClass found = ofClass(state, 0, i);
      figures.put(names.get(i), List.of(found.precision(), found.recall(), found.f1()));
    }
    return figures;
  }

  /** For each class how much of it was predicted as which; empty if they are too many. */
  List<List<String>> confusion(double[] state, List<String> names) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < classes && isConfused(); i++) {
      List<String> row = new ArrayList<>(List.of(names.get(i)));
      for (int j = 0; j < classes; j++) {
        row.add(Double.toString(state[confused(0) + i * classes + j]));
      }
      rows.add(row);
    }
    return rows;
  }
}
