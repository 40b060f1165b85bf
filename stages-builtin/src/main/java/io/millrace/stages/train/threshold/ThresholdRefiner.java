package io.millrace.stages.train.threshold;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.Refiner;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.LabelClasses;
import io.millrace.spark.api.Schemas;
import io.millrace.stages.train.threshold.ScoreSteps.Step;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Chooses a threshold, with one job for each frame of predictions. */
final class ThresholdRefiner implements Refiner<Dataset<Row>>, Exportable {
  private static final String NAME = "train/threshold";

  private final ThresholdOptions options;

  ThresholdRefiner(ThresholdOptions options) {
    this.options = options;
  }

  @Override
  public void check(Schema predictions, Problems problems) {
    boolean scored =
        Stream.of(Model.PROBABILITY, Model.RAW_PREDICTION)
            .flatMap(name -> predictions.column(name).stream())
            .anyMatch(column -> column.type() instanceof VectorOf);
    if (predictions.isKnown() && !(scored && predictions.has(Model.PREDICTION))) {
      problems.report(
          "",
          StandardError.UNKNOWN_COLUMN,
          "%s decides by the scores of classes, and the model gives none: put it behind a classifier"
              .formatted(NAME));
    }
  }

  @Override
  public int folds() {
    return options.folds();
  }

  @Override
  public Set<ExportForm> exportForms() {
    return EnumSet.allOf(ExportForm.class);
  }

  @Override
  public Model<Dataset<Row>> refine(
      Model<Dataset<Row>> model,
      List<Predictions<Dataset<Row>>> unseen,
      StageContext<Dataset<Row>> context) {
    int positive = positive(model.classes());
    ScoreSteps steps = new ScoreSteps();
    Seen seen = new Seen();
    for (Predictions<Dataset<Row>> predictions : unseen) {
      context.checkCancelled();
      add(predictions, positive, steps, seen);
    }
    refuse(seen, unseen.get(0));
    refuseOneClass(steps, unseen.get(0).label().orElse(""));
    context.rows(seen.rows);
    boolean bounded = ThresholdModel.hasProbabilities(unseen.get(0).frame());
    ThresholdChoice choice =
        ThresholdChoice.best(steps.falling(), ThresholdChoice.aim(options), bounded)
            .orElseThrow(() -> unreachable(steps, bounded));
    tell(choice, unseen.size(), context);
    return new ThresholdModel(model, new ThresholdModel.Decision(positive, choice.threshold()));
  }

  @Override
  public Model<Dataset<Row>> load(Model<Dataset<Row>> model, StateDirectory state) {
    return ThresholdModel.load(model, state);
  }

  private int positive(List<String> classes) {
    if (classes.size() != 2) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The stage %s decides between two classes, and this model has %d."
              .formatted(NAME, classes.size()));
    }
    String positive = options.positive();
    if (positive != null && !classes.contains(positive)) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The positive class '%s' is none of the model's: '%s' and '%s'."
              .formatted(positive, classes.get(0), classes.get(1)));
    }
    return positive == null ? 1 : classes.indexOf(positive);
  }

  /** Rows that were looked at, and those of them that tell nothing. */
  private static final class Seen {
    private long rows;
    private long unlabelled;
    private long unweighted;
    private long unscored;
  }

  private static void add(
      Predictions<Dataset<Row>> predictions, int positive, ScoreSteps steps, Seen seen) {
    for (Row row : byScore(predictions, positive).collectAsList()) {
      long rows = row.getLong(6);
      seen.rows += rows;
      seen.unlabelled += row.getLong(1);
      seen.unweighted += row.getLong(7);
      if (row.isNullAt(0) || Double.isNaN(row.getDouble(0))) {
        seen.unscored += rows;
      } else {
        steps.add(new Step(row.getDouble(2), row.getDouble(3), row.getDouble(4), row.getDouble(5)));
      }
    }
  }

  private static Dataset<Row> byScore(Predictions<Dataset<Row>> predictions, int positive) {
    Dataset<Row> frame = predictions.frame();
    String label = predictions.label().orElseThrow();
    Schema schema = Schemas.fromSpark(frame.select(Columns.col(label)).schema());
    LabelClasses classes =
        new LabelClasses(schema.require(label).type().text(), predictions.classes());
    Column place = classes.index(Columns.col(label));
    Column weight =
        predictions.weight().map(w -> Columns.col(w).cast("double")).orElseGet(() -> lit(1.0));
    Column isPositive = Columns.col("class").equalTo((double) positive);
    Column isNegative = Columns.col("class").equalTo(1.0 - positive);
    UDF1<Double, Double> key = score -> score == null ? Double.NaN : ScoreSteps.key(score);
    Column badWeight = coalesce(Columns.col("weight").geq(0).unary_$bang(), lit(true));
    return frame
        .select(
            ThresholdModel.score(frame, positive).as("score"),
            place.as("class"),
            weight.as("weight"))
        .groupBy(udf(key, DataTypes.DoubleType).apply(Columns.col("score")).as("key"))
        .agg(
            count(when(coalesce(isPositive.or(isNegative), lit(false)), null).otherwise(1)),
            min(Columns.col("score")),
            max(Columns.col("score")),
            sum(when(isPositive, Columns.col("weight")).otherwise(0.0)),
            sum(when(isNegative, Columns.col("weight")).otherwise(0.0)),
            count(lit(1)),
            count(when(badWeight, 1)));
  }

  private static void refuse(Seen seen, Predictions<?> first) {
    String label = first.label().orElse("");
    if (seen.rows == 0) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "There are no rows to choose a threshold by.");
    }
    if (seen.unlabelled > 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The label '%s' is missing or unknown to the model in %d of %d rows to choose a threshold by: drop such rows before the split."
              .formatted(label, seen.unlabelled, seen.rows));
    }
    if (seen.unweighted > 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The weight '%s' is missing or negative in %d of %d rows to choose a threshold by."
              .formatted(first.weight().orElse(""), seen.unweighted, seen.rows));
    }
    if (seen.unscored > 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The model predicts nothing that is a number in %d of %d rows to choose a threshold by: fill missing values with transform/impute."
              .formatted(seen.unscored, seen.rows));
    }
  }

  private static void refuseOneClass(ScoreSteps steps, String label) {
    double positives = steps.falling().stream().mapToDouble(Step::positive).sum();
    double negatives = steps.falling().stream().mapToDouble(Step::negative).sum();
    if (positives == 0 || negatives == 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The label '%s' has only one class in the rows to choose a threshold by: both are needed."
              .formatted(label));
    }
  }

  private MillraceException unreachable(ScoreSteps steps, boolean bounded) {
    boolean precise = options.minPrecision() != null;
    ThresholdChoice.Aim aim = precise ? ThresholdChoice::precision : ThresholdChoice::recall;
    double best =
        ThresholdChoice.best(steps.falling(), aim, bounded).map(aim::of).orElse(Double.NaN);
    return new MillraceException(
        StandardError.UNUSABLE_LABEL,
        String.format(
            Locale.ROOT,
            "No threshold gives a %s of %s: the best is %.4f; ask for less, or train a better"
                + " model.",
            precise ? "precision" : "recall",
            precise ? options.minPrecision() : options.minRecall(),
            best));
  }

  private void tell(ThresholdChoice choice, int frames, StageContext<Dataset<Row>> context) {
    context.fact("threshold", text(choice.threshold()));
    context.fact("on", frames == 1 ? "validation rows" : frames + " folds");
    context.fact("precision", text(choice.precision()));
    context.fact("recall", text(choice.recall()));
    if (options.cost() != null) {
      context.fact("cost", text(choice.cost(options.cost())));
    }
  }

  private static String text(double figure) {
    return String.format(Locale.ROOT, "%.4f", figure);
  }
}
