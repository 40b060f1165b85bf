package io.millrace.core.run;

import io.millrace.api.Evaluation;
import io.millrace.api.EvaluationTable;
import io.millrace.api.MetricName;
import io.millrace.api.Resamples;
import io.millrace.core.promote.GateJudge.Reference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The figures of a run's model beside those of a registered version on the same rows. */
public final class ChampionTable {
  /** What the name of each begins with, before what the version is called. */
  public static final String NAME = "against ";

  private static final String LOWER = "lower ";

  private ChampionTable() {}

  /**
   * The column with the lower ends of intervals, before that with the upper ones; -1 if there are
   * none.
   */
  public static int lower(EvaluationTable table) {
    int last = table.columns().size() - 2;
    return last > 0 && table.columns().get(last).startsWith(LOWER) ? last : -1;
  }

  /** How likely an interval holds the true difference, as {@code 95 %}. */
  public static String level(EvaluationTable table) {
    return table.columns().get(lower(table)).substring(LOWER.length());
  }

  /** What a registered version is called in tables and curves: {@code champion (version 3)}. */
  static String label(String alias, int version) {
    return "%s (version %d)".formatted(alias, version);
  }

  /**
   * A table for each alias, with the metrics of all rows and those that gates name; where both were
   * measured on the same resamples, with the interval of the difference.
   *
   * @param judged what gates name, as {@link MetricName#text}
   */
  static List<EvaluationTable> of(
      Evaluation own, Map<String, Reference> references, Set<String> judged) {
    List<EvaluationTable> tables = new ArrayList<>();
    references.forEach(
        (alias, reference) ->
            tables.add(table(label(alias, reference.version()), own, reference.figures(), judged)));
    return tables;
  }

  private static EvaluationTable table(
      String label, Evaluation own, Evaluation other, Set<String> judged) {
    Optional<Resamples> drawn =
        own.resamples().filter(r -> other.resamples().filter(r::isPairedWith).isPresent());
    List<String> columns = new ArrayList<>(List.of("metric", "this run", label, "difference"));
    drawn.ifPresent(
        r -> {
          columns.add(LOWER + "%s %%".formatted(percent(r.level())));
          columns.add("upper %s %%".formatted(percent(r.level())));
        });
    List<List<String>> rows = new ArrayList<>();
    for (String metric : metrics(own, judged)) {
      double value = own.metrics().getOrDefault(metric, Double.NaN);
      double others = other.metrics().getOrDefault(metric, Double.NaN);
      List<String> row = new ArrayList<>(List.of(metric));
      addAll(row, value, others, value - others);
      drawn.ifPresent(
          r -> {
            Optional<Resamples.Interval> interval =
                r.difference(metric, other.resamples().orElseThrow());
            addAll(
                row,
                interval.map(Resamples.Interval::lower).orElse(Double.NaN),
                interval.map(Resamples.Interval::upper).orElse(Double.NaN));
          });
      rows.add(row);
    }
    return new EvaluationTable(NAME + label, columns, rows);
  }

  private static Set<String> metrics(Evaluation own, Set<String> judged) {
    Set<String> metrics = new LinkedHashSet<>();
    for (String name : own.metrics().keySet()) {
      boolean whole = MetricName.parse(name).equals(Optional.of(MetricName.of(name)));
      if (whole || judged.contains(name)) {
        metrics.add(name);
      }
    }
    return metrics;
  }

  private static void addAll(List<String> row, double... figures) {
    for (double figure : figures) {
      row.add(Double.toString(figure));
    }
  }

  private static String percent(double level) {
    double percent = 100 * level;
    return percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
  }
}
