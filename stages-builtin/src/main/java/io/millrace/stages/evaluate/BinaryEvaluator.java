package io.millrace.stages.evaluate;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.Evaluation;
import io.millrace.api.EvaluationTable;
import io.millrace.api.Evaluator;
import io.millrace.api.MetricSpec;
import io.millrace.api.MetricSpec.Direction;
import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.LabelClasses;
import io.millrace.stages.evaluate.TallyJob.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Measures a classifier of two classes, exactly, by one exchange of rows. */
final class BinaryEvaluator extends TallyEvaluator {
  private final BinaryOptions options;
  private final boolean draws;

  BinaryEvaluator(BinaryOptions options) {
    this(options, true);
  }

  private BinaryEvaluator(BinaryOptions options, boolean draws) {
    super("evaluate/binary", options.common());
    this.options = options;
    this.draws = draws;
    options.common().check(tally(false).names());
  }

  private BinaryTally tally(boolean isDrawn) {
    return new BinaryTally(options.beta(), options.lift(), options.calibrationBins(), isDrawn);
  }

  @Override
  public List<MetricSpec> metrics() {
    return tally(false).names().stream().map(BinaryEvaluator::spec).toList();
  }

  private static MetricSpec spec(String name) {
    if (name.startsWith("lift_at_")) {
      return new MetricSpec(name, Direction.HIGHER_IS_BETTER, 0, Double.POSITIVE_INFINITY);
    }
    return switch (name) {
      case "log_loss" -> MetricSpec.loss(name);
      case "brier", "ece" -> new MetricSpec(name, Direction.LOWER_IS_BETTER, 0, 1);
      case "mcc" -> new MetricSpec(name, Direction.HIGHER_IS_BETTER, -1, 1);
      default -> MetricSpec.share(name);
    };
  }

  @Override
  public Evaluator<Dataset<Row>> withoutDetails() {
    return new BinaryEvaluator(options.withoutDetails(), false);
  }

  @Override
  public void check(Schema predictions, Problems problems) {
    Truth.checkClassifier(predictions, name(), problems);
    checkSlices(predictions, problems);
  }

  @Override
  public Evaluation evaluate(
      Predictions<Dataset<Row>> predictions, StageContext<Dataset<Row>> context) {
    Truth truth = Truth.of(predictions, name());
    refuseThreshold(truth);
    int positive = positive(predictions.classes());
    BinaryTally tally = tally(draws);
    Map<Group, Found> found =
        tally(
            truth.frame(),
            truth.predictions().drawnByOrNull(),
            tally,
            columns(truth, positive),
            context);
    double[] state = truth.refuseFlaws(found);
    refuseOneClass(truth, state, positive);
    context.rows((long) state[Tally.ROWS]);
    Figures figures = new Figures(tally.names(), truth.baseless(), common());
    Map<String, Double> metrics = figures.of(found, context);
    List<EvaluationTable> tables = new ArrayList<>(tables(truth, tally, state, positive));
    tables.addAll(importance(metrics, truth, tally(false), of -> columns(of, positive), context));
    return new Evaluation(metrics, tables, curves(found, truth, tally), figures.resamples());
  }

  private List<EvaluationTable> curves(Map<Group, Found> found, Truth truth, BinaryTally tally) {
    Found whole = found.get(Group.WHOLE);
    if (!draws || whole == null) {
      return List.of();
    }
    List<EvaluationTable> curves = new ArrayList<>(BinaryDrawing.curves(whole.drawn()));
    if (truth.hasProbabilities()) {
      curves.add(
          new EvaluationTable(
              "calibration",
              List.of("mean probability", "came true", "rows", "from"),
              tally.calibrationCurve(whole.state())));
    }
    return curves;
  }

  private List<Column> columns(Truth truth, int positive) {
    LabelClasses classes = truth.classes();
    Column index = classes.index(Columns.col(truth.label()));
    return List.of(
        score(truth, positive),
        when(index.equalTo((double) positive), lit(1.0))
            .when(index.equalTo(1.0 - positive), lit(0.0)),
        when(found(truth, positive), lit(1.0)).otherwise(lit(0.0)),
        truth.weight());
  }

  private static List<EvaluationTable> tables(
      Truth truth, BinaryTally tally, double[] state, int positive) {
    List<String> classes = truth.predictions().classes();
    String yes = classes.get(positive);
    String no = classes.get(1 - positive);
    List<EvaluationTable> tables = new ArrayList<>();
    tables.add(
        new EvaluationTable(
            "confusion",
            List.of("true class", "predicted " + yes, "predicted " + no),
            BinaryTally.confusion(state, yes, no)));
    if (truth.hasProbabilities()) {
      tables.add(
          new EvaluationTable(
              "calibration",
              List.of("probability of " + yes, "rows", "mean probability", "came true"),
              tally.calibration(state)));
    }
    return tables;
  }

  private int positive(List<String> classes) {
    if (classes.size() != 2) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The stage %s measures models of two classes, and this one has %d: use evaluate/multiclass or evaluate/regression."
              .formatted(name(), classes.size()));
    }
    String positive = options.positive();
    if (positive == null) {
      return 1;
    }
    if (!classes.contains(positive)) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The positive class '%s' is none of the model's: '%s' and '%s'."
              .formatted(positive, classes.get(0), classes.get(1)));
    }
    return classes.indexOf(positive);
  }

  private void refuseThreshold(Truth truth) {
    if (options.threshold() != null && !truth.hasProbabilities()) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The stage %s has a threshold, and this model gives no probabilities to compare with it: remove the option."
              .formatted(name()));
    }
  }

  private Column found(Truth truth, int positive) {
    Double threshold = options.threshold();
    return threshold == null
        ? truth.classes().index(Columns.col(Model.PREDICTION)).equalTo((double) positive)
        : score(truth, positive).gt(threshold);
  }

  private static Column score(Truth truth, int positive) {
    UDF1<Vector, Double> score = vector -> vector == null ? Double.NaN : vector.apply(positive);
    return udf(score, DataTypes.DoubleType).apply(truth.scores());
  }

  private static void refuseOneClass(Truth truth, double[] state, int positive) {
    double positives = BinaryTally.positives(state, 0);
    if (positives > 0 && BinaryTally.negatives(state, 0) > 0) {
      return;
    }
    String only = truth.predictions().classes().get(positives > 0 ? positive : 1 - positive);
    throw new MillraceException(
        StandardError.UNUSABLE_LABEL,
        "The label '%s' has only the class '%s' in the evaluated rows: AUC needs both."
            .formatted(truth.label(), only));
  }
}
