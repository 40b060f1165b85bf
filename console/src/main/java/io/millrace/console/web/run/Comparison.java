package io.millrace.console.web.run;

import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.StageRecord;
import io.millrace.console.chart.Texts;
import io.millrace.console.web.MetricSense;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** Facts of runs side by side. */
public final class Comparison {
  private final List<RunRecord> runs;

  Comparison(List<RunRecord> runs) {
    this.runs = List.copyOf(runs);
  }

  /**
   * A fact.
   *
   * @param differs whether the runs have different values, or some have none
   * @param cells one a run
   */
  public record Row(String name, boolean differs, List<Cell> cells) {}

  /**
   * A value.
   *
   * @param best whether no run has a better one, and some a worse one
   */
  public record Cell(String text, boolean best) {}

  /** Facts that are texts. */
  List<Row> texts(Function<RunRecord, Map<String, String>> facts) {
    Map<String, List<String>> values = new TreeMap<>();
    List<Map<String, String>> all = runs.stream().map(facts).toList();
    all.forEach(of -> of.keySet().forEach(name -> values.put(name, new ArrayList<>())));
    values.forEach((name, cells) -> all.forEach(of -> cells.add(of.getOrDefault(name, "–"))));
    List<Row> rows = new ArrayList<>();
    values.forEach(
        (name, cells) ->
            rows.add(
                new Row(
                    name,
                    cells.stream().distinct().count() > 1,
                    cells.stream().map(cell -> new Cell(cell, false)).toList())));
    return rows;
  }

  /** Plain metrics, or all others, in the order of the runs' own. */
  List<Row> metrics(boolean plain) {
    return names(plain).stream().map(this::metric).toList();
  }

  /** The names of metrics. */
  List<String> names(boolean plain) {
    Set<String> names = new LinkedHashSet<>();
    runs.forEach(run -> names.addAll(run.metrics().keySet()));
    return names.stream().filter(name -> MetricSense.isPlain(name) == plain).toList();
  }

  private Row metric(String name) {
    double[] values =
        runs.stream().mapToDouble(run -> run.metrics().getOrDefault(name, Double.NaN)).toArray();
    boolean differs = DoubleStream.of(values).distinct().count() > 1;
    double best = differs ? best(name, values) : Double.NaN;
    List<Cell> cells = new ArrayList<>();
    for (double value : values) {
      cells.add(new Cell(Texts.number(value), value == best));
    }
    return new Row(name, differs, cells);
  }

  private static double best(String name, double[] values) {
    DoubleStream numbers = DoubleStream.of(values).filter(value -> !Double.isNaN(value));
    return switch (MetricSense.better(name)) {
      case HIGHER -> numbers.max().orElse(Double.NaN);
      case LOWER -> numbers.min().orElse(Double.NaN);
      case UNKNOWN -> Double.NaN;
    };
  }

  /** Versions of data by the stages that read them. */
  static Map<String, String> data(RunRecord run) {
    Map<String, String> versions = new LinkedHashMap<>();
    run.stages().stream()
        .filter(stage -> !stage.dataVersion().isEmpty())
        .forEach(stage -> versions.put(stage.stage(), stage.dataVersion()));
    return versions;
  }

  /** Where two runs have equal texts, their stages yield the same. */
  static Map<String, String> identities(RunRecord run) {
    Map<String, String> identities = new LinkedHashMap<>();
    for (StageRecord stage : run.stages()) {
      String print = stage.fingerprint();
      identities.put(stage.stage(), print.substring(0, Math.min(12, print.length())));
    }
    return identities;
  }
}
