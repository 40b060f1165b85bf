package io.millrace.stages.evaluate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import io.millrace.api.EvaluationTable;
import io.millrace.api.MetricName;
import io.millrace.api.MetricSpec;
import io.millrace.api.Predictions;
import io.millrace.api.Replay;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.Columns;
import io.millrace.stages.evaluate.Shuffles.Shuffle;
import io.millrace.stages.evaluate.TallyJob.Found;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Permutation importance: by how much a metric worsens when the values of one column are shuffled
 * among the evaluated rows, so that the column tells nothing any more (Breiman, "Random Forests",
 * Machine Learning 45, 2001; Fisher, Rudin and Dominici, JMLR 20, 2019). The model is not trained
 * again. All shuffles are predicted and measured together, up to {@link Sums#MOST_VALUES} a job.
 */
final class ColumnImportance {
  private final Importance options;
  private final MetricSpec metric;
  private final Tally tally;
  private final Function<Truth, List<Column>> read;

  /**
   * An importance by a metric.
   *
   * @param metric the one that the options name
   * @param read what the tally reads of predictions, in its order
   */
  ColumnImportance(
      Importance options, MetricSpec metric, Tally tally, Function<Truth, List<Column>> read) {
    this.options = options;
    this.metric = metric;
    this.tally = tally;
    this.read = read;
  }

  /**
   * What was found of a column.
   *
   * @param worsening of each repeat
   */
  private record Of(String column, double[] worsening) {
    double mean() {
      return Arrays.stream(worsening).average().orElse(Double.NaN);
    }

    double deviation() {
      double mean = mean();
      return Math.sqrt(
          Arrays.stream(worsening).map(w -> (w - mean) * (w - mean)).average().orElse(0));
    }
  }

  /** Adds the figures, the most important column first, and gives them as a table. */
  EvaluationTable addTo(
      Map<String, Double> metrics,
      Truth truth,
      Replay<Dataset<Row>> replay,
      StageContext<Dataset<Row>> context) {
    List<String> columns = columns(replay, truth);
    List<Of> found;
    int rows;
    try (Shuffles shuffles = Shuffles.of(replay.rows(), options.rows(), context.seed())) {
      rows = shuffles.rows();
      found = worsening(columns, measure(shuffles, columns, truth, replay, context), replay);
    }
    found.forEach(
        of ->
            metrics.put(
                MetricName.of(metric.name()).in(new MetricName.Importance(of.column())).text(),
                of.mean()));
    return new EvaluationTable(
        "importance by %s, of %d rows".formatted(metric.name(), rows),
        List.of("column", metric.name() + " worsens by", "standard deviation"),
        found.stream()
            .map(
                of ->
                    List.of(
                        of.column(), Double.toString(of.mean()), Double.toString(of.deviation())))
            .toList());
  }

  private List<String> columns(Replay<Dataset<Row>> replay, Truth truth) {
    List<String> known =
        Arrays.stream(replay.rows().columns()).filter(c -> !c.equals(truth.label())).toList();
    for (String column : options.columns()) {
      if (!known.contains(column)) {
        throw new MillraceException(
            StandardError.UNKNOWN_COLUMN,
            "The option importance.columns names '%s', which is no column of the rows that are predicted; those are %s."
                .formatted(column, String.join(", ", known)));
      }
    }
    List<String> columns = options.columns().isEmpty() ? replay.columns() : options.columns();
    if (columns.isEmpty()) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The model reads no column whose importance could be told.");
    }
    return columns;
  }

  /** The metric of each shuffle. */
  private Map<Shuffle, Double> measure(
      Shuffles shuffles,
      List<String> columns,
      Truth truth,
      Replay<Dataset<Row>> replay,
      StageContext<Dataset<Row>> context) {
    List<Shuffle> all = new ArrayList<>(List.of(Shuffle.NONE));
    for (String column : columns) {
      int place = replay.rows().schema().fieldIndex(column);
      for (int repeat = 0; repeat < options.repeats(); repeat++) {
        all.add(new Shuffle(place, repeat));
      }
    }
    Map<Shuffle, Double> measured = new HashMap<>();
    for (int from = 0; from < all.size(); from += Sums.MOST_VALUES) {
      context.checkCancelled();
      List<Shuffle> some = all.subList(from, Math.min(all.size(), from + Sums.MOST_VALUES));
      Map<Group, Found> found = tally(truth, replay.predict(shuffles.frame(List.copyOf(some))));
      some.forEach(shuffle -> measured.put(shuffle, metric(found, shuffle)));
    }
    return measured;
  }

  private Map<Group, Found> tally(Truth truth, Dataset<Row> predicted) {
    Predictions<Dataset<Row>> of = truth.predictions();
    Truth shuffled =
        new Truth(
            new Predictions<>(predicted, of.labelOrNull(), of.weightOrNull(), of.classes()),
            truth.label());
    List<Column> selected = new ArrayList<>();
    selected.add(array(Columns.col(Shuffles.SHUFFLE)));
    selected.add(lit(0.0));
    read.apply(shuffled)
        .forEach(column -> selected.add(coalesce(column.cast("double"), lit(Double.NaN))));
    Map<Group, Found> found =
        new TallyJob(tally, TallyOptions.NONE.resampling())
            .run(predicted.select(selected.toArray(Column[]::new)), 1);
    shuffled.refuseFlaws(found);
    return found;
  }

  private double metric(Map<Group, Found> found, Shuffle shuffle) {
    Found of = found.get(new Group(0, shuffle.text()));
    return of == null ? Double.NaN : of.metrics()[0][tally.names().indexOf(metric.name())];
  }

  private List<Of> worsening(
      List<String> columns, Map<Shuffle, Double> measured, Replay<Dataset<Row>> replay) {
    double base = measured.getOrDefault(Shuffle.NONE, Double.NaN);
    int sign = metric.direction() == MetricSpec.Direction.HIGHER_IS_BETTER ? 1 : -1;
    Map<String, Of> found = new LinkedHashMap<>();
    for (String column : columns) {
      int place = replay.rows().schema().fieldIndex(column);
      double[] worsening = new double[options.repeats()];
      for (int i = 0; i < worsening.length; i++) {
        worsening[i] = sign * (base - measured.getOrDefault(new Shuffle(place, i), Double.NaN));
      }
      found.put(column, new Of(column, worsening));
    }
    return found.values().stream().sorted(Comparator.comparingDouble(Of::mean).reversed()).toList();
  }
}
