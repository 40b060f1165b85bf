package io.millrace.stages.evaluate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.millrace.api.Evaluation;
import io.millrace.api.EvaluationTable;
import io.millrace.api.Evaluator;
import io.millrace.api.MetricName;
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
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/** Measures a classifier of any number of classes, in one job that counts pairs of classes. */
final class MulticlassEvaluator extends TallyEvaluator {
  MulticlassEvaluator(TallyOptions options) {
    super("evaluate/multiclass", options);
    options.check(MulticlassTally.NAMES);
  }

  @Override
  public List<MetricSpec> metrics() {
    return MulticlassTally.NAMES.stream()
        .map(
            metric ->
                switch (metric) {
                  case "log_loss" -> MetricSpec.loss(metric);
                  case "mcc" -> new MetricSpec(metric, Direction.HIGHER_IS_BETTER, -1, 1);
                  default -> MetricSpec.share(metric);
                })
        .toList();
  }

  @Override
  public Details details() {
    return common().details(MulticlassTally.PER_CLASS);
  }

  @Override
  public Evaluator<Dataset<Row>> withoutDetails() {
    return new MulticlassEvaluator(TallyOptions.NONE);
  }

  @Override
  public void check(Schema predictions, Problems problems) {
    Truth.checkClassifier(predictions, name(), problems);
    checkSlices(predictions, problems);
  }

  @Override
  public Evaluation evaluate(
      Predictions<Dataset<Row>> predictions, StageContext<Dataset<Row>> context) {
    if (predictions.classes().isEmpty()) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The stage %s measures classifiers, and this model is none: use evaluate/regression."
              .formatted(name()));
    }
    Truth truth = Truth.of(predictions, name());
    MulticlassTally tally = new MulticlassTally(predictions.classes().size());
    Map<Group, Found> found =
        tally(truth.frame(), truth.predictions().drawnByOrNull(), tally, columns(truth), context);
    double[] state = truth.refuseFlaws(found);
    context.rows((long) state[Tally.ROWS]);
    Figures figures = new Figures(tally.names(), truth.baseless(), common());
    Map<String, Double> metrics = figures.of(found, context);
    addClasses(metrics, tally.perClass(state, predictions.classes()));
    List<EvaluationTable> tables = new ArrayList<>(tables(predictions.classes(), tally, state));
    tables.addAll(importance(metrics, truth, tally, MulticlassEvaluator::columns, context));
    return new Evaluation(metrics, tables, figures.resamples());
  }

  private static void addClasses(Map<String, Double> metrics, Map<String, List<Double>> perClass) {
    for (int i = 0; i < MulticlassTally.PER_CLASS.size(); i++) {
      MetricName name = MetricName.of(MulticlassTally.PER_CLASS.get(i));
      int place = i;
      perClass.forEach(
          (of, figures) ->
              metrics.put(name.in(new MetricName.OfClass(of)).text(), figures.get(place)));
    }
  }

  private static List<EvaluationTable> tables(
      List<String> classes, MulticlassTally tally, double[] state) {
    List<List<String>> confusion = tally.confusion(state, classes);
    List<String> columns = new ArrayList<>(List.of("true class"));
    classes.forEach(predicted -> columns.add("predicted " + predicted));
    return confusion.isEmpty()
        ? List.of()
        : List.of(new EvaluationTable("confusion", columns, confusion));
  }

  private static List<Column> columns(Truth truth) {
    LabelClasses classes = truth.classes();
    UDF2<Vector, Double, Double> loss = MulticlassEvaluator::loss;
    Column label = coalesce(classes.index(Columns.col(truth.label())), lit(-1.0));
    return List.of(
        label,
        coalesce(classes.index(Columns.col(Model.PREDICTION)), lit(-1.0)),
        udf(loss, DataTypes.DoubleType).apply(truth.scores(), label),
        truth.weight());
  }

  private static double loss(Vector probability, Double index) {
    int place = index.intValue();
    if (place < 0) {
      // Such labels are counted and refused; their loss doesn't matter.
      return 0;
    }
    if (probability == null) {
      return Double.NaN;
    }
    return -Math.log(
        Math.max(Tally.SMALLEST, Math.min(1 - Tally.SMALLEST, probability.apply(place))));
  }
}
