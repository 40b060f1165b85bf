package io.millrace.core.run;

import io.millrace.api.Evaluation;
import io.millrace.api.EvaluationTable;
import io.millrace.api.MetricName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Several models that one evaluator measured, side by side. */
final class ModelComparison {
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
    List<String> columns = new ArrayList<>(List.of("model", ""));
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
   * The curves of the model that is shown. Where others compete they follow it in the same curve,
   * which then has the trainer's id in a last column {@code model}.
   */
  static List<EvaluationTable> curves(Map<String, Evaluation> evaluations, String shown) {
    Evaluation first = evaluations.get(shown);
    List<EvaluationTable> curves = first == null ? List.of() : first.curves();
    return evaluations.size() == 1
        ? curves
        : curves.stream().map(curve -> ofAll(curve, evaluations, shown)).toList();
  }

  private static EvaluationTable ofAll(
      EvaluationTable curve, Map<String, Evaluation> evaluations, String shown) {
    List<List<String>> rows = new ArrayList<>(labelled(curve, shown));
    evaluations.forEach(
        (trainer, found) ->
            found.curves().stream()
                .filter(other -> !trainer.equals(shown) && other.name().equals(curve.name()))
                .filter(other -> other.columns().equals(curve.columns()))
                .forEach(other -> rows.addAll(labelled(other, trainer))));
    return new EvaluationTable(curve.name(), with(curve.columns(), "model"), rows);
  }

  private static List<List<String>> labelled(EvaluationTable curve, String trainer) {
    return curve.rows().stream().map(row -> with(row, trainer)).toList();
  }

  private static List<String> with(List<String> cells, String last) {
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
