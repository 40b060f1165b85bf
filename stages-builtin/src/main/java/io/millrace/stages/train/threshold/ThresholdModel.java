package io.millrace.stages.train.threshold;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.Model;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.LabelClasses;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.SparkMlThreshold;
import io.millrace.spark.api.StateJson;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** A classifier of two classes that decides by a threshold of its score. */
final class ThresholdModel
    implements Model<Dataset<Row>>, SparkMlExport, ScoringExport<Dataset<Row>> {
  private static final String FILE = "threshold.json";

  /** The place of the class that is decided for, in the portable form. */
  private static final String PLACE = "__millrace_decided";

  private final Model<Dataset<Row>> model;
  private final Decision decision;

  /**
   * What is saved.
   *
   * @param positive the place of the class that is decided for
   * @param threshold what its score must exceed
   */
  record Decision(int positive, double threshold) {}

  ThresholdModel(Model<Dataset<Row>> model, Decision decision) {
    this.model = model;
    this.decision = decision;
  }

  static ThresholdModel load(Model<Dataset<Row>> model, StateDirectory state) {
    return new ThresholdModel(model, StateJson.read(state, FILE, Decision.class));
  }

  @Override
  public Dataset<Row> predict(Dataset<Row> frame) {
    Dataset<Row> predicted = model.predict(frame);
    Schema schema = Schemas.fromSpark(predicted.select(PREDICTION).schema());
    LabelClasses classes =
        new LabelClasses(schema.require(PREDICTION).type().text(), model.classes());
    Column decided =
        when(score(predicted, decision.positive()).gt(decision.threshold()), place(classes, true))
            .otherwise(place(classes, false));
    List<Column> columns = new ArrayList<>();
    for (String name : predicted.columns()) {
      Column column = Columns.col(name);
      // Where the model says nothing, there is nothing to decide.
      columns.add(
          name.equals(PREDICTION) ? when(column.isNotNull(), decided).as(PREDICTION) : column);
    }
    return predicted.select(columns.toArray(Column[]::new));
  }

  private Column place(LabelClasses classes, boolean found) {
    return classes.value(lit(found ? decision.positive() : 1 - decision.positive()));
  }

  /** The score of a class; not a number where the model gives none. */
  static Column score(Dataset<Row> predicted, int positive) {
    UDF1<Vector, Double> score = vector -> vector == null ? Double.NaN : vector.apply(positive);
    return udf(score, DataTypes.DoubleType)
        .apply(Columns.col(hasProbabilities(predicted) ? PROBABILITY : RAW_PREDICTION));
  }

  static boolean hasProbabilities(Dataset<Row> predicted) {
    return List.of(predicted.columns()).contains(PROBABILITY);
  }

  @Override
  public List<String> classes() {
    return model.classes();
  }

  @Override
  public void save(StateDirectory state) {
    StateJson.write(state, FILE, decision);
  }

  @Override
  @SuppressWarnings("unchecked") // What takes frames of Spark exports for them.
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    if (!(model instanceof ScoringExport<?>)) {
      throw new MillraceException(
          StandardError.NOT_SERVABLE, "the model before it has no portable form");
    }
    List<ScoringStep> steps = new ArrayList<>(((ScoringExport<Dataset<Row>>) model).scoring(frame));
    List<io.millrace.api.schema.Column> added =
        steps.stream().flatMap(step -> step.outputs().stream()).toList();
    boolean probable = added.stream().anyMatch(column -> column.name().equals(PROBABILITY));
    LogicalType predicted =
        added.stream()
            .filter(column -> column.name().equals(PREDICTION))
            .findFirst()
            .orElseThrow()
            .type();
    steps.add(
        ScoringStep.of("decision")
            .reading(probable ? PROBABILITY : RAW_PREDICTION)
            .adding(PLACE, Simple.DOUBLE)
            .with("rule", "above")
            .with("place", decision.positive())
            .with("nanIsLargest", true)
            .withArray("threshold", new double[] {decision.threshold()}));
    steps.add(new LabelClasses(predicted.text(), classes()).labelling(PLACE, PREDICTION));
    return steps;
  }

  @Override
  public List<Transformer> sparkMl() {
    if (model instanceof SparkMlThreshold stock) {
      return stock.sparkMl(decision.positive(), decision.threshold());
    }
    throw new MillraceException(
        StandardError.NOT_SERVABLE, "the model's stock Spark ML form takes no threshold");
  }
}
