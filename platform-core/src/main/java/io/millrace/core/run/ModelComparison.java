package io.millrace.core.run;

import io.millrace.api.Evaluation;
import io.millrace.api.EvaluationTable;
import io.millrace.api.MetricName;
import io.millrace.core.promote.GateJudge.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Several models that one evaluator measured, side by side. */
final class ModelComparison {
  /** The column that tells which model a row of a curve is of. */
  static final String MODEL = "model";

  private ModelComparison() {}

  /**
   * A row for each model, a column for each metric of all rows.
   *
   * @param passed the trainers whose gates hold
   * @param chosen the trainer whose model goes on; null if none may
   */
  static EvaluationTable table(
      Map<String, Evaluation> evaluations, List<String> passed, @Nullable String chosen) {
    Set<String> metrics = new LinkedHashSet<>();
    evaluations.values().forEach(found -> metrics.addAll(found.metrics().keySet()));
    metrics.removeIf(name -> !MetricName.parse(name).equals(Optional.of(MetricName.of(name))));
    List<String> columns = new ArrayList<>(List.of(MODEL, ""));
    columns.addAll(metrics);
    List<List<String>> rows = new ArrayList<>();
    evaluations.forEach(
        (trainer, found) -> {
          List<String> row = new ArrayList<>(List.of(trainer, verdict(trainer, passed, chosen)));
          metrics.forEach(
              name -> row.add(Double.toString(found.metrics().getOrDefault(name, Double.NaN))));
          rows.add(row);
        });
    return new EvaluationTable("models", columns, rows);
  }

  /**
   * The curves of the model that is shown. Where others compete, or registered versions are
   * compared with, those follow in the same curve, which then has a last column {@link #MODEL}: the
   * trainer's id, or the version as {@link ChampionTable#label} has it.
   */
  static List<EvaluationTable> curves(
      Map<String, Evaluation> evaluations, String shown, Map<String, Reference> references) {
    Evaluation first = evaluations.get(shown);
    if (first == null) {
      return List.of();
    }
    Map<String, Evaluation> others = new LinkedHashMap<>(evaluations);
    others.remove(shown);
    references.forEach(
        (alias, of) -> others.put(ChampionTable.label(alias, of.version()), of.figures()));
    return others.isEmpty()
        ? first.curves()
        : first.curves().stream().map(curve -> ofAll(curve, shown, others)).toList();
  }

  private static EvaluationTable ofAll(
      EvaluationTable curve, String shown, Map<String, Evaluation> others) {
    List<List<String>> rows = new ArrayList<>(labelled(curve, shown));
    others.forEach(
        (label, found) ->
            found.curves().stream()
                .filter(other -> other.name().equals(curve.name()))
                .filter(other -> other.columns().equals(curve.columns()))
                .forEach(other -> rows.addAll(labelled(other, label))));
    return new EvaluationTable(curve.name(), with(curve.columns(), MODEL), rows);
  }

  private static List<List<String>> labelled(EvaluationTable curve, String trainer) {
    return curve.rows().stream().map(row -> with(row, trainer)).toList();
  }

  /** Cells with one more. */
  static List<String> with(List<String> cells, String last) {
    List<String> all = new ArrayList<>(cells);
    all.add(last);
    return all;
  }

  private static String verdict(String trainer, List<String> passed, @Nullable String chosen) {
    if (trainer.equals(chosen)) {
      return "chosen";
    }
    return passed.contains(trainer) ? "" : "refused";
  }
}
