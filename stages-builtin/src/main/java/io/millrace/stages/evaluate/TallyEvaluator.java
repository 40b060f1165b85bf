package io.millrace.stages.evaluate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import io.millrace.api.EvaluationTable;
import io.millrace.api.Evaluator;
import io.millrace.api.MetricSpec;
import io.millrace.api.Model;
import io.millrace.api.Replay;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowHash;
import io.millrace.stages.evaluate.TallyJob.Found;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** An evaluator whose metrics follow from a {@link Tally}: with slices, and with intervals. */
abstract class TallyEvaluator implements Evaluator<Dataset<Row>> {
  /** Types whose values are few enough to be slices. */
  private static final Set<LogicalType> SLICED =
      Set.copyOf(EnumSet.of(Simple.STRING, Simple.BOOLEAN, Simple.INT, Simple.LONG, Simple.DATE));

  private static final List<String> PREDICTED =
      List.of(Model.PREDICTION, Model.PROBABILITY, Model.RAW_PREDICTION);

  private final String name;
  private final TallyOptions options;

  TallyEvaluator(String name, TallyOptions options) {
    this.name = name;
    this.options = options;
  }

  /** The factory's name, for messages. */
  final String name() {
    return name;
  }

  final TallyOptions common() {
    return options;
  }

  @Override
  public Details details() {
    return options.details(List.of());
  }

  /** Reports columns that can't be sliced by. */
  final void checkSlices(Schema predictions, Problems problems) {
    for (int i = 0; i < options.slices().size(); i++) {
      String option = "slices[" + i + "]";
      predictions
          .column(options.slices().get(i))
          .filter(column -> !isSliced(column.type()))
          .ifPresent(
              column ->
                  problems.report(
                      option,
                      StandardError.COLUMN_TYPE,
                      "column '%s' of type %s has too many values to slice by: put them into bins with transform/bucketize, or into a string"
                          .formatted(column.name(), column.type().text())));
    }
  }

  private static boolean isSliced(LogicalType type) {
    return SLICED.contains(type) || type instanceof DecimalOf;
  }

  /**
   * Tallies rows.
   *
   * @param rows the predictions
   * @param drawnBy the column that resamples draw rows by; null to take a hash of the others
   * @param columns what the tally reads, in its order
   * @return what was found, by group; empty if there are no rows
   */
  final Map<Group, Found> tally(
      Dataset<Row> rows,
      @Nullable String drawnBy,
      Tally tally,
      List<Column> columns,
      StageContext<Dataset<Row>> context) {
    List<Column> slices = new ArrayList<>();
    for (String slice : options.slices()) {
      slices.add(coalesce(Columns.col(slice).cast("string"), lit("null")));
    }
    List<Column> selected = new ArrayList<>();
    selected.add(array(slices.toArray(Column[]::new)).cast("array<string>"));
    selected.add(options.bootstrap() == null ? lit(0.0) : hash(rows, drawnBy, context.seed()));
    columns.forEach(column -> selected.add(coalesce(column.cast("double"), lit(Double.NaN))));
    Map<Group, Found> found =
        new TallyJob(tally, options.resampling())
            .run(rows.select(selected.toArray(Column[]::new)), slices.size());
    refuseManyValues(found.keySet());
    return found;
  }

  /** What was predicted is left out, so that two models are measured on the same resamples. */
  private static Column hash(Dataset<Row> rows, @Nullable String drawnBy, long seed) {
    if (drawnBy != null) {
      return Columns.col(drawnBy);
    }
    List<String> keys =
        Stream.of(rows.columns()).filter(column -> !PREDICTED.contains(column)).toList();
    return RowHash.uniform(rows.schema(), keys, seed);
  }

  /**
   * Adds the importance of columns, if the options ask for it.
   *
   * @param read what the tally reads of predictions, in its order
   * @return it as a table; none if it was not asked for, or if there is no way to predict again
   */
  final List<EvaluationTable> importance(
      Map<String, Double> metrics,
      Truth truth,
      Tally tally,
      Function<Truth, List<Column>> read,
      StageContext<Dataset<Row>> context) {
    Importance asked = options.importance();
    Replay<Dataset<Row>> replay = truth.predictions().replayOrNull();
    if (asked == null || replay == null) {
      return List.of();
    }
    if (truth.baseless().contains(asked.metric())) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The stage %s tells the importance of columns by %s, which needs probabilities, and this model gives none."
              .formatted(name, asked.metric()));
    }
    MetricSpec metric =
        metrics().stream().filter(m -> m.name().equals(asked.metric())).findFirst().orElseThrow();
    return List.of(
        new ColumnImportance(asked, metric, tally, read).addTo(metrics, truth, replay, context));
  }

  private void refuseManyValues(Set<Group> groups) {
    for (int i = 0; i < options.slices().size(); i++) {
      int slice = i;
      if (groups.stream().filter(group -> group.slice() == slice).count() > Sums.MOST_VALUES) {
        throw new MillraceException(
            StandardError.UNUSABLE_COLUMN,
            "The column '%s' has more than %d values in the evaluated rows, too many for slices: group them before the split."
                .formatted(options.slices().get(i), Sums.MOST_VALUES));
      }
    }
  }
}
