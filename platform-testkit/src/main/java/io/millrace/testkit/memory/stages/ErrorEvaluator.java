package io.millrace.testkit.memory.stages;

import io.millrace.api.Evaluation;
import io.millrace.api.EvaluationTable;
import io.millrace.api.Evaluator;
import io.millrace.api.MetricName;
import io.millrace.api.MetricName.Bound;
import io.millrace.api.MetricSpec;
import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.Replay;
import io.millrace.api.Resamples;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.option.Default;
import io.millrace.api.option.InputColumn;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.memory.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code evaluate/error}: how far predicted numbers are from the truth. Its intervals reach over
 * the figures without one of the rows; it tells the importance of a column from the one shuffle
 * that turns the order of its values round.
 */
record ErrorEvaluator(Calls calls, Options options) implements Evaluator<Table> {
  /** Of {@link Resamples}: the whole range of figures. */
  private static final double LEVEL = 1;

  /** The options of {@code evaluate/error}. */
  public record Options(
      @InputColumn @Default("[]") List<String> slices,
      @Default("false") boolean intervals,
      @Default("false") boolean importance,
      @Default("true") boolean curves) {
    Options(List<String> slices, boolean intervals, boolean importance) {
      this(slices, intervals, importance, true);
    }
  }

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "evaluate/error",
        StageKind.EVALUATOR,
        Options.class,
        "Root mean squared and mean absolute error of predicted numbers",
        "",
        options -> new ErrorEvaluator(new Calls(log, "evaluate/error"), options));
  }

  @Override
  public List<MetricSpec> metrics() {
    return List.of(MetricSpec.loss("rmse"), MetricSpec.loss("mae"));
  }

  @Override
  public Details details() {
    List<String> importance = options.importance() ? List.of("rmse") : List.of();
    return new Details(options.slices(), options.intervals(), List.of(), importance);
  }

  @Override
  public Evaluator<Table> withoutDetails() {
    return new ErrorEvaluator(calls, new Options(List.of(), false, false, false));
  }

  @Override
  public void check(Schema predictions, Problems problems) {
    boolean fits =
        predictions
            .column(Model.PREDICTION)
            .map(column -> column.type() == Simple.DOUBLE)
            .orElse(!predictions.isKnown());
    if (!fits) {
      problems.report("", StandardError.COLUMN_TYPE, "evaluate/error needs a predicted number");
    }
  }

  @Override
  public Evaluation evaluate(Predictions<Table> predictions, StageContext<Table> context) {
    calls.note("evaluate", context);
    List<Object> truths = predictions.frame().column(predictions.label().orElseThrow());
    List<Object> predicted = predictions.frame().column(Model.PREDICTION);
    List<Double> errors = new ArrayList<>();
    for (int i = 0; i < truths.size(); i++) {
      errors.add((Double) predicted.get(i) - (Double) truths.get(i));
    }
    context.rows(truths.size());
    if (errors.isEmpty()) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "stage '" + context.stage() + "' has no row to evaluate");
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    Map<String, List<Double>> drawn = new LinkedHashMap<>();
    addFigures(null, errors, metrics, drawn);
    for (String slice : options.slices()) {
      Map<String, List<Double>> byValue = new TreeMap<>();
      List<Object> values = predictions.frame().column(slice);
      for (int i = 0; i < errors.size(); i++) {
        byValue
            .computeIfAbsent(String.valueOf(values.get(i)), v -> new ArrayList<>())
            .add(errors.get(i));
      }
      byValue.forEach((v, own) -> addFigures(new MetricName.Slice(slice, v), own, metrics, drawn));
    }
    Replay<Table> replay = predictions.replayOrNull();
    if (options.importance() && replay != null) {
      addImportance(replay, predictions, metrics);
    }
    return new Evaluation(
        metrics,
        List.of(table(errors)),
        options.curves() ? List.of(curve(errors)) : List.of(),
        resamples(predictions, drawn));
  }

  /** The figures without one of the rows, in the order of rows; their hashes say which rows. */
  private @Nullable Resamples resamples(
      Predictions<Table> predictions, Map<String, List<Double>> drawn) {
    String drawnBy = predictions.drawnByOrNull();
    if (!options.intervals() || drawnBy == null) {
      return null;
    }
    List<Object> hashes = predictions.frame().column(drawnBy);
    return new Resamples(
        LEVEL, hashes.stream().map(hash -> Double.doubleToLongBits((Double) hash)).toList(), drawn);
  }

  private static void addImportance(
      Replay<Table> replay, Predictions<Table> predictions, Map<String, Double> metrics) {
    double base = rmse(replay.predict(replay.rows()), predictions);
    for (String name : replay.columns()) {
      List<Object> values = new ArrayList<>(replay.rows().column(name));
      Collections.reverse(values);
      Iterator<Object> turned = values.iterator();
      Table rows = replay.rows().with(replay.rows().schema().require(name), row -> turned.next());
      metrics.put(
          MetricName.of("rmse").in(new MetricName.Importance(name)).text(),
          rmse(replay.predict(rows), predictions) - base);
    }
  }

  private static double rmse(Table frame, Predictions<Table> predictions) {
    List<Object> truths = frame.column(predictions.label().orElseThrow());
    List<Object> predicted = frame.column(Model.PREDICTION);
    double sum = 0;
    for (int i = 0; i < truths.size(); i++) {
      double error = (Double) predicted.get(i) - (Double) truths.get(i);
      sum += error * error;
    }
    return Math.sqrt(sum / truths.size());
  }

  private static EvaluationTable table(List<Double> errors) {
    long over = errors.stream().filter(error -> error > 0).count();
    return new EvaluationTable(
        "signs",
        List.of("error", "rows"),
        List.of(
            List.of("above", Long.toString(over)),
            List.of("at or below", Long.toString(errors.size() - over))));
  }

  /** Which share of the rows has no larger error. */
  private static EvaluationTable curve(List<Double> errors) {
    List<Double> sorted = errors.stream().map(Math::abs).sorted().toList();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      double share = (i + 1.0) / sorted.size();
      rows.add(List.of(Double.toString(sorted.get(i)), Double.toString(share)));
    }
    return new EvaluationTable("errors", List.of("error", "share of rows"), rows);
  }

  private void addFigures(
      MetricName.@Nullable Slice slice,
      List<Double> errors,
      Map<String, Double> metrics,
      Map<String, List<Double>> drawn) {
    add(new MetricName("rmse", slice, null), errors, e -> e * e, Math::sqrt, metrics, drawn);
    add(new MetricName("mae", slice, null), errors, Math::abs, mean -> mean, metrics, drawn);
  }

  private void add(
      MetricName name,
      List<Double> errors,
      DoubleUnaryOperator of,
      DoubleUnaryOperator figure,
      Map<String, Double> metrics,
      Map<String, List<Double>> drawn) {
    double sum = errors.stream().mapToDouble(e -> of.applyAsDouble(e)).sum();
    metrics.put(name.text(), figure.applyAsDouble(sum / errors.size()));
    if (options.intervals() && errors.size() > 1) {
      List<Double> without =
          errors.stream()
              .map(e -> figure.applyAsDouble((sum - of.applyAsDouble(e)) / (errors.size() - 1)))
              .toList();
      drawn.put(name.text(), without);
      metrics.put(name.bound(Bound.LOWER).text(), Collections.min(without));
      metrics.put(name.bound(Bound.UPPER).text(), Collections.max(without));
    }
  }
}
