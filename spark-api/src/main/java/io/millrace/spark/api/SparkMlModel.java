package io.millrace.spark.api;

import io.millrace.api.Model;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.store.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A model that Spark ML learnt, with the way back from class numbers to classes. */
final class SparkMlModel implements Model<Dataset<Row>>, SparkMlThreshold {
  static final String DIRECTORY = "model";
  static final String CLASSES = "classes.json";

  /** Names of our own, since Spark ML reads dots in a name as paths. */
  private static final String INNER_FEATURES = "__features";

  private static final String INNER_PREDICTION = "__prediction";

  private final PredictionModel<Vector, ?> model;
  private final String features;
  private final Optional<LabelClasses> classes;

  private final Writer writer;
  private final UnaryOperator<Column> readable;

  /** How such a model is written. */
  interface Writer {
    /** Writes it into a local directory. */
    void write(PredictionModel<Vector, ?> model, Path directory) throws IOException;
  }

  SparkMlModel(
      PredictionModel<Vector, ?> model,
      String features,
      Optional<LabelClasses> classes,
      Writer writer,
      UnaryOperator<Column> readable) {
    this.model = copy(model);
    this.model.setFeaturesCol(INNER_FEATURES);
    this.model.setPredictionCol(INNER_PREDICTION);
    this.features = features;
    this.classes = classes;
    this.writer = writer;
    this.readable = readable;
  }

  /** The columns that such a model adds. */
  static PredictionColumns added(
      SparkMlTrainer.Task task, boolean probabilities, LogicalType predicted) {
    io.millrace.api.schema.Column prediction =
        io.millrace.api.schema.Column.nullable(PREDICTION, predicted);
    if (task == SparkMlTrainer.Task.REGRESSION) {
      return PredictionColumns.of(prediction);
    }
    return probabilities
        ? PredictionColumns.of(vector(RAW_PREDICTION), vector(PROBABILITY), prediction)
        : PredictionColumns.of(vector(RAW_PREDICTION), prediction);
  }

  private static io.millrace.api.schema.Column vector(String name) {
    return io.millrace.api.schema.Column.nullable(name, new VectorOf(VectorOf.UNKNOWN_SIZE));
  }

  private PredictionColumns added() {
    return classes
        .map(
            c ->
                added(
                    SparkMlTrainer.Task.CLASSIFICATION,
                    model instanceof ProbabilisticClassificationModel,
                    c.logicalType()))
        .orElseGet(() -> added(SparkMlTrainer.Task.REGRESSION, false, Simple.DOUBLE));
  }

  @Override
  public Dataset<Row> predict(Dataset<Row> frame) {
    List<String> names = List.of(frame.columns());
    PredictionColumns added = added();
    added.refuseTaken(frame);
    List<Column> staged = new ArrayList<>(List.of(Columns.cols(names)));
    staged.add(readable.apply(Columns.col(features)).as(INNER_FEATURES));
    Dataset<Row> predicted = model.transform(frame.select(staged.toArray(Column[]::new)));
    List<Column> result = new ArrayList<>(List.of(Columns.cols(names)));
    for (io.millrace.api.schema.Column column : added.columns()) {
      String name = column.name();
      result.add(name.equals(PREDICTION) ? prediction() : Columns.col(name));
    }
    return predicted.select(result.toArray(Column[]::new));
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
      writer.write(model, state.resolve(DIRECTORY).toAbsolutePath());
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
    PredictionModel<Vector, ?> stock = copy(model);
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

  private List<Transformer> stock(PredictionModel<Vector, ?> stock) {
    stock.setFeaturesCol(features);
    if (classes.isEmpty()) {
      stock.setPredictionCol(PREDICTION);
      return List.of(stock);
    }
    String index = "predictionIndex";
    stock.setPredictionCol(index);
    String statement =
        "SELECT * EXCEPT (%s), %s AS %s FROM __THIS__"
            .formatted(index, classes.get().valueSql(index), PREDICTION);
    return List.of(stock, StockSql.statement(statement));
  }

  @SuppressWarnings("unchecked") // Spark's copy gives what it copies.
  private static PredictionModel<Vector, ?> copy(PredictionModel<Vector, ?> model) {
    return TrainingSummaries.dropped((PredictionModel<Vector, ?>) model.copy(ParamMap.empty()));
  }
}
