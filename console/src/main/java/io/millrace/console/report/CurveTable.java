package io.millrace.console.report;

import io.millrace.api.EvaluationTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A curve of an evaluation by the models and the folds that its rows are of.
 *
 * @param models in order, the one that goes on first
 */
record CurveTable(List<Model> models) {
  private static final String MODEL = "model";
  private static final String FOLD = "fold";
  private static final String THIS_RUN = "this run";

  /** Only what a registered version is called holds one. */
  private static final String REGISTERED = "(";

  CurveTable {
    models = List.copyOf(models);
  }

  /**
   * A model's part of a curve.
   *
   * @param label in legends
   * @param registered whether it is a registered version that the run's is compared with
   * @param folds the rows by fold; one, if there are no folds
   */
  record Model(String label, boolean registered, List<List<List<String>>> folds) {
    Model {
      folds = folds.stream().map(List::copyOf).toList();
    }
  }

  static CurveTable of(EvaluationTable table) {
    int model = table.columns().indexOf(MODEL);
    int fold = table.columns().indexOf(FOLD);
    Map<String, Map<String, List<List<String>>>> rows = new LinkedHashMap<>();
    for (List<String> row : table.rows()) {
      rows.computeIfAbsent(model < 0 ? "" : row.get(model), m -> new LinkedHashMap<>())
          .computeIfAbsent(fold < 0 ? "" : row.get(fold), f -> new ArrayList<>())
          .add(row);
    }
    boolean single = rows.keySet().stream().filter(label -> !isRegistered(label)).count() < 2;
    List<Model> models = new ArrayList<>();
    rows.forEach((label, of) -> models.add(model(label, single, of.values())));
    return new CurveTable(models);
  }

  private static Model model(String label, boolean single, Collection<List<List<String>>> folds) {
    boolean registered = isRegistered(label);
    return new Model(single && !registered ? THIS_RUN : label, registered, List.copyOf(folds));
  }

  private static boolean isRegistered(String label) {
    return label.contains(REGISTERED);
  }

  /** The rows of the model that goes on. */
  Model first() {
    return models.get(0);
  }

  /** Whether it is one model on one part, with nothing to compare it with. */
  boolean isPlain() {
    return models.stream().noneMatch(Model::registered) && !hasFolds();
  }

  boolean hasFolds() {
    return models.stream().anyMatch(model -> model.folds().size() > 1);
  }
}
