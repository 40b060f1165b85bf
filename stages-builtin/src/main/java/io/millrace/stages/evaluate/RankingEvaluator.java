package io.millrace.stages.evaluate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.millrace.api.Evaluation;
import io.millrace.api.Evaluator;
import io.millrace.api.MetricSpec;
import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.stages.evaluate.TallyJob.Found;
import io.millrace.stages.evaluate.UserRanking.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/** Measures rankings, with one exchange that brings each user's items together. */
final class RankingEvaluator extends TallyEvaluator {
  private final RankingOptions options;

  RankingEvaluator(RankingOptions options) {
    super("evaluate/ranking", options.common());
    this.options = options;
  }

  private RankingTally tally() {
    return new RankingTally(options.k());
  }

  @Override
  public List<MetricSpec> metrics() {
    return tally().names().stream().map(MetricSpec::share).toList();
  }

  @Override
  public Evaluator<Dataset<Row>> withoutDetails() {
    return new RankingEvaluator(options.withoutDetails());
  }

  @Override
  public void check(Schema predictions, Problems problems) {
    Truth.checkPrediction(predictions, name(), problems);
    checkSlices(predictions, problems);
    for (String column : List.of(Model.PREDICTION, String.valueOf(options.relevance()))) {
      predictions
          .column(column)
          .filter(found -> !found.type().isNumeric() && !isList(found))
          .ifPresent(
              found ->
                  problems.report(
                      column.equals(Model.PREDICTION) ? "" : "relevance",
                      StandardError.COLUMN_TYPE,
                      "%s ranks by numbers, and the column '%s' is of the type %s"
                          .formatted(name(), column, found.type().text())));
    }
  }

  private static boolean isList(io.millrace.api.schema.Column column) {
    return column.name().equals(Model.PREDICTION) && column.type() instanceof ArrayOf;
  }

  @Override
  public Evaluation evaluate(
      Predictions<Dataset<Row>> predictions, StageContext<Dataset<Row>> context) {
    RankingTally tally = tally();
    String relevance = relevance(predictions);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < tally.width(); i++) {
      columns.add(Columns.col(Model.PREDICTION).getItem(i));
    }
    Map<Group, Found> found =
        tally(byUser(predictions.frame(), relevance, tally), null, tally, columns, context);
    refuse(found, relevance, tally);
    Found whole = found.get(Group.WHOLE);
    if (whole != null) {
      tell(whole.state(), tally, context);
    }
    Figures figures = new Figures(tally.names(), Set.of(), common());
    return new Evaluation(figures.of(found, context), List.of(), figures.resamples());
  }

  private String relevance(Predictions<Dataset<Row>> predictions) {
    String given = options.relevance();
    return given != null
        ? given
        : predictions
            .label()
            .orElseThrow(
                () ->
                    new MillraceException(
                        StandardError.UNUSABLE_LABEL,
                        "The stage %s needs the option relevance: this model has no label."
                            .formatted(name())));
  }

  /** One row a user; the figures take the name of a prediction, which no resample looks at. */
  private Dataset<Row> byUser(Dataset<Row> frame, String relevance, RankingTally tally) {
    Column number = lit(Double.NaN);
    DataType predicted = frame.schema().apply(Model.PREDICTION).dataType();
    boolean lists = predicted instanceof ArrayType;
    Column prediction = Columns.col(Model.PREDICTION);
    Column list = lists ? first(prediction) : lit(null);
    Column items =
        collect_list(
            struct(
                lists ? lit(0.0) : coalesce(prediction.cast("double"), number),
                coalesce(Columns.col(options.item()).cast("string"), lit("")),
                coalesce(Columns.col(relevance).cast("double"), number)));
    UserRanking ranking = new UserRanking(tally.k(), options.relevantFrom());
    UDF2<Seq<Row>, Seq<String>, double[]> figures =
        (rows, best) -> lists ? figures(ranking, rows, best) : figures(ranking, rows);
    List<Column> aggregated = new ArrayList<>();
    // A user has one value; were there several, the first would stand for all.
    options.slices().forEach(slice -> aggregated.add(min(Columns.col(slice)).as(slice)));
    aggregated.add(
        udf(figures, DataTypes.createArrayType(DataTypes.DoubleType))
            .apply(items, list.cast("array<string>"))
            .as(Model.PREDICTION));
    Column first = aggregated.remove(0);
    return frame.groupBy(Columns.col(options.user())).agg(first, aggregated.toArray(Column[]::new));
  }

  private static double[] figures(UserRanking ranking, Seq<Row> rows) {
    Item[] items = items(rows);
    long unpredicted = Arrays.stream(items).filter(item -> Double.isNaN(item.prediction())).count();
    return figures(ranking.metrics(items), items, unpredicted);
  }

  /** Of a user's list, the same in each of the rows. */
  private static double[] figures(UserRanking ranking, Seq<Row> rows, @Nullable Seq<String> best) {
    Item[] items = items(rows);
    List<String> names = new ArrayList<>();
    for (int i = 0; best != null && i < best.length(); i++) {
      names.add(String.valueOf(best.apply(i)));
    }
    return figures(ranking.metrics(names, items), items, best == null ? items.length : 0);
  }

  private static Item[] items(Seq<Row> rows) {
    Item[] items = new Item[rows.size()];
    for (int i = 0; i < items.length; i++) {
      Row row = rows.apply(i);
      items[i] = new Item(row.getDouble(0), row.getString(1), row.getDouble(2));
    }
    return items;
  }

  private static double[] figures(double[] metrics, Item[] items, long unpredicted) {
    double[] figures = Arrays.copyOf(metrics, metrics.length + 3);
    figures[metrics.length] = items.length;
    figures[metrics.length + 1] =
        Arrays.stream(items).filter(item -> !(item.relevance() >= 0)).count();
    figures[metrics.length + 2] = unpredicted;
    return figures;
  }

  private void refuse(Map<Group, Found> found, String relevance, RankingTally tally) {
    Found whole = found.get(Group.WHOLE);
    if (whole == null) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "There are no rows to evaluate the model on.");
    }
    double[] state = whole.state();
    if (state[Tally.BAD_LABELS] > 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The relevance '%s' is missing or negative in rows of %.0f of %.0f evaluated users: drop such rows before the split."
              .formatted(relevance, state[Tally.BAD_LABELS], state[Tally.ROWS]));
    }
    if (state[Tally.BAD_PREDICTIONS] > 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The model predicts nothing that is a number in rows of %.0f of %.0f evaluated users: train/als takes coldStartStrategy: mean, or drop."
              .formatted(state[Tally.BAD_PREDICTIONS], state[Tally.ROWS]));
    }
    if (tally.users(state) == 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "No evaluated user has an item whose '%s' is %s or more: lower relevantFrom."
              .formatted(relevance, options.relevantFrom()));
    }
  }

  private static void tell(double[] state, RankingTally tally, StageContext<Dataset<Row>> context) {
    context.rows((long) tally.items(state));
    context.fact("users", Long.toString((long) tally.users(state)));
    long without = (long) (state[Tally.ROWS] - tally.users(state));
    if (without > 0) {
      context.fact("users without a relevant item", Long.toString(without));
    }
  }
}
