package io.millrace.spark.api;

import io.millrace.api.Model;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A model that Spark ML learnt, with the way back from class numbers to classes. */
final class SparkMlModel
    implements Model<Dataset<Row>>, SparkMlThreshold, ScoringExport<Dataset<Row>> {
  static final String DIRECTORY = "model";
  static final String CLASSES = "classes.json";

  /** Names of our own, for all columns, since Spark ML reads dots in a name as paths. */
  private static final String INNER = "__column_";

  private static final String INNER_FEATURES = "__features";

  private static final String INNER_PREDICTION = "__prediction";

  private final Transformer model;
  private final String features;
  private final Optional<LabelClasses> classes;
  private final List<String> vectors;
  private final Learner learner;

  /** What the trainer of such models knows of them. */
  interface Learner {
    /** Writes one into a local directory. */
    void write(Transformer model, Path directory) throws IOException;

    /** The vectors as it reads them rightly. */
    Column readable(Column vectors);

    /** Its portable steps. */
    List<ScoringStep> scoring(Transformer model);
  }

  SparkMlModel(
      Transformer model,
      String features,
      Optional<LabelClasses> classes,
      List<String> vectors,
      Learner learner) {
    this.model = copy(model);
    name(this.model, INNER_FEATURES, INNER_PREDICTION);
    this.features = features;
    this.classes = classes;
    this.vectors = vectors;
    this.learner = learner;
  }

  private static void name(Transformer model, String features, String prediction) {
    model.set(model.getParam("featuresCol"), features);
    model.set(model.getParam("predictionCol"), prediction);
  }

  /** The columns that such a model adds: vectors, then what it predicts. */
  static PredictionColumns added(List<String> vectors, LogicalType predicted) {
    List<io.millrace.api.schema.Column> columns = new ArrayList<>();
    for (String vector : vectors) {
      columns.add(
          io.millrace.api.schema.Column.nullable(vector, new VectorOf(VectorOf.UNKNOWN_SIZE)));
    }
    columns.add(io.millrace.api.schema.Column.nullable(PREDICTION, predicted));
    return new PredictionColumns(columns);
  }

  @Override
  public Dataset<Row> predict(Dataset<Row> frame) {
    added(vectors, classes.map(LabelClasses::logicalType).orElse(Simple.DOUBLE)).refuseTaken(frame);
    List<String> names = List.of(frame.columns());
    List<Column> staged = new ArrayList<>();
    List<Column> result = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      staged.add(Columns.col(names.get(i)).as(INNER + i));
      result.add(Columns.col(INNER + i).as(names.get(i)));
    }
    staged.add(learner.readable(Columns.col(features)).as(INNER_FEATURES));
    result.addAll(List.of(Columns.cols(vectors)));
    result.add(prediction());
    return model
        .transform(frame.select(staged.toArray(Column[]::new)))
        .select(result.toArray(Column[]::new));
  }

  private Column prediction() {
    Column number = Columns.col(INNER_PREDICTION);
    return classes.map(c -> c.value(number)).orElse(number).as(PREDICTION);
  }

  @Override
  public List<String> classes() {
    return classes.map(LabelClasses::names).orElseGet(List::of);
  }

  @Override
  public void save(StateDirectory state) {
    try {
      learner.write(model, state.resolve(DIRECTORY).toAbsolutePath());
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "The model can't be written to " + state.path() + ": " + e.getMessage() + ".",
          e);
    }
    classes.ifPresent(c -> StateJson.write(state, CLASSES, c));
  }

  @Override
  public List<Transformer> sparkMl() {
    return stock(copy(model));
  }

  /**
   * Spark ML divides each class's probability by its threshold and takes the largest: with t and 1
   * - t that is the positive class if its probability exceeds t.
   */
  @Override
  public List<Transformer> sparkMl(int positive, double threshold) {
    Transformer stock = copy(model);
    if (stock instanceof ProbabilisticClassificationModel<?, ?> probabilistic) {
      double[] thresholds = {1 - threshold, 1 - threshold};
      thresholds[positive] = threshold;
      probabilistic.setThresholds(thresholds);
    } else if (stock instanceof LinearSVCModel linear) {
      // Its raw scores are the second class's margin, and the same with the other sign.
      linear.setThreshold(positive == 1 ? threshold : -threshold);
    } else {
      throw new MillraceException(
          StandardError.NOT_SERVABLE,
          "%s takes no threshold".formatted(stock.getClass().getSimpleName()));
    }
    return stock(stock);
  }

  private List<Transformer> stock(Transformer stock) {
    if (classes.isEmpty()) {
      name(stock, features, PREDICTION);
      return List.of(stock);
    }
    String index = "predictionIndex";
    name(stock, features, index);
    String statement =
        "SELECT * EXCEPT (%s), %s AS %s FROM __THIS__"
            .formatted(index, classes.get().valueSql(index), PREDICTION);
    return List.of(stock, StockSql.statement(statement));
  }

  /** The steps of the model, and the way back from its class numbers. */
  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    Transformer stock = copy(model);
    name(stock, features, classes.isPresent() ? INNER_PREDICTION : PREDICTION);
    List<ScoringStep> steps = new ArrayList<>(learner.scoring(stock));
    classes.ifPresent(c -> steps.add(c.labelling(INNER_PREDICTION, PREDICTION)));
    return steps;
  }

  private static Transformer copy(Transformer model) {
    return TrainingSummaries.dropped(model.copy(ParamMap.empty()));
  }
}
