package io.millrace.core.run;

import io.millrace.api.Evaluation;
import io.millrace.api.EvaluationTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was measured on each fold, as one: the means of the figures, and the curves of all folds
 * below each other, told apart by a last column {@link #FOLD} that counts from 1.
 */
final class FoldMeans {
  /** The column that tells which fold a row of a curve is of. */
  static final String FOLD = "fold";

  /** How many rows all folds of a curve have together, unless they are very many. */
  private static final int ROWS = 1_000;

  /** So many rows each fold of a curve keeps. */
  private static final int FEWEST = 40;

  private FoldMeans() {}

  /** Of several folds; what was measured once stays as it is. */
  static Evaluation of(List<Evaluation> folds) {
    return folds.size() == 1
        ? folds.get(0)
        : new Evaluation(means(folds), List.of(), curves(folds), null);
  }

  /** A slice may occur in some folds only. */
  private static Map<String, Double> means(List<Evaluation> folds) {
    Map<String, List<Double>> figures = new LinkedHashMap<>();
    for (Evaluation fold : folds) {
      fold.metrics()
          .forEach((name, v) -> figures.computeIfAbsent(name, n -> new ArrayList<>()).add(v));
    }
    Map<String, Double> means = new LinkedHashMap<>();
    figures.forEach(
        (name, all) -> means.put(name, all.stream().mapToDouble(v -> v).average().orElseThrow()));
    return means;
  }

  private static List<EvaluationTable> curves(List<Evaluation> folds) {
    Set<String> names = new LinkedHashSet<>();
    folds.forEach(fold -> fold.curves().forEach(curve -> names.add(curve.name())));
    return names.stream().map(name -> curve(name, folds)).toList();
  }

  private static EvaluationTable curve(String name, List<Evaluation> folds) {
    int most = Math.max(FEWEST, ROWS / folds.size());
    List<String> columns = List.of();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < folds.size(); i++) {
      for (EvaluationTable curve : folds.get(i).curves()) {
        if (curve.name().equals(name) && (rows.isEmpty() || curve.columns().equals(columns))) {
          columns = curve.columns();
          String fold = Integer.toString(i + 1);
          CurveThinning.thin(curve.rows(), most)
              .forEach(row -> rows.add(ModelComparison.with(row, fold)));
        }
      }
    }
    return new EvaluationTable(name, ModelComparison.with(columns, FOLD), rows);
  }
}
