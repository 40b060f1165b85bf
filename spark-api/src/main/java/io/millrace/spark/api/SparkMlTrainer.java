package io.millrace.spark.api;

import io.millrace.api.ColumnUse;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Model;
import io.millrace.api.SharingTrainer;
import io.millrace.api.StageContext;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.scoring.stock.StockModelScoring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A trainer that hands the learning to Spark ML, to whatever makes a model with the parameters
 * {@code featuresCol} and {@code predictionCol}. This base brings the columns into the form that
 * Spark ML wants, whatever their names and whatever the label's type, and back: the model predicts
 * classes in the label's own type. It refuses labels that can't be learnt from, for which it reads
 * the label once.
 */
public abstract class SparkMlTrainer implements SharingTrainer<Dataset<Row>>, Exportable {
  /** The vector, in the frame that {@link #learn} gets. */
  public static final String FEATURES = "features";

  /** The class's place among the classes, or the number to be predicted. */
  protected static final String LABEL = "label";

  /**
   * The row's weight, a double; only there if the trainer has a weight column, or class weights.
   */
  protected static final String WEIGHT = "weight";

  /**
   * 1 if the label tells when its event was, 0 if it was later; only there with an event column.
   */
  protected static final String EVENT = "event";

  /** Whether the row is held out to tell when to stop; only there with a {@link #stoppingShare}. */
  protected static final String HELD_OUT = "held_out";

  private final TrainerColumns columns;
  private final Task task;
  private final TrainerRows trainerRows;

  /** A trainer that reads those columns. */
  protected SparkMlTrainer(TrainerColumns columns, Task task) {
    this.columns = columns;
    this.task = task;
    trainerRows = new TrainerRows(this, columns, task);
  }

  /** What is predicted. */
  public enum Task {
    /** One of the label's classes. */
    CLASSIFICATION,
    /** A number. */
    REGRESSION
  }

  /**
   * Learns.
   *
   * @param rows the columns {@link #FEATURES}, {@link #LABEL}, and where they are needed {@link
   *     #WEIGHT}, {@link #EVENT} and {@link #HELD_OUT}
   * @param classes the classes that the label's numbers stand for; empty for regression
   */
  protected abstract Transformer learn(
      Dataset<Row> rows, List<String> classes, StageContext<Dataset<Row>> context);

  /**
   * Learns the trials of a search, which differ in tunable options only.
   *
   * @param trials trainers like this one; this one may be among them
   * @param rows as {@link #learn} gets them
   * @return for each trial, in order, what gives its model; unless overridden, each learns alone
   */
  protected List<Supplier<Transformer>> learnAll(
      List<SparkMlTrainer> trials,
      Dataset<Row> rows,
      List<String> classes,
      StageContext<Dataset<Row>> context) {
    return trials.stream()
        .<Supplier<Transformer>>map(t -> () -> t.learn(rows, classes, context))
        .toList();
  }

  /**
   * The fewest rows that are worth a task. A learner that passes over few rows many times spends
   * its time on starting tasks, and on putting their results together, rather than on rows.
   *
   * @return 0, unless overridden: the rows stay in as many partitions as they are
   */
  protected long rowsPerTask() {
    return 0;
  }

  /**
   * How much the rows of each class weigh, beside the weight column.
   *
   * @param rows of each of the classes
   * @return a weight for each class; none, unless overridden, if all weigh the same
   */
  protected List<Double> classWeights(List<String> classes, List<Long> rows) {
    return List.of();
  }

  /**
   * Whether learning stops by its loss on held-out rows: those of the validation part, or where
   * there is none this share of the training rows, chosen by their content.
   *
   * @return empty, unless overridden: all rows are learnt from, and nothing stops early
   */
  protected OptionalDouble stoppingShare() {
    return OptionalDouble.empty();
  }

  /**
   * The vectors that a model adds before its prediction, each by the name that it has in Spark ML:
   * unless overridden, those of a classifier that says how probable each class is.
   */
  protected List<String> vectors() {
    return task == Task.CLASSIFICATION
        ? List.of(Model.RAW_PREDICTION, Model.PROBABILITY)
        : List.of();
  }

  /**
   * Writes a model into a local directory, which is not there yet.
   *
   * <p>Unless overridden, Spark ML's own writer does; in the driver, with no job, and with no file
   * on an executor's disk.
   */
  protected void write(Transformer model, Path directory) throws IOException {
    ((MLWritable) model).write().saveToLocal(directory.toString());
  }

  /**
   * The vectors as the model's own code reads them rightly, of {@link #learn}'s as of those to be
   * predicted; unless overridden, as they are.
   */
  protected org.apache.spark.sql.Column readable(org.apache.spark.sql.Column vectors) {
    return vectors;
  }

  /**
   * The portable steps of a model: they read the column that its parameter {@code featuresCol}
   * names, and add those that its other parameters name; unless overridden, those of a stock model.
   *
   * @throws MillraceException NOT_SERVABLE, with a clause as message, if it has none
   */
  protected List<ScoringStep> scoring(Transformer model) {
    return StockModelScoring.steps(model);
  }

  /**
   * What a model itself says of the slots of its vector, which the run's record shows; unless
   * overridden, what a stock model does.
   *
   * @param classes as {@link #learn} gets them
   * @return empty if it says nothing
   */
  protected Optional<SlotWeights> slotWeights(Transformer model, List<String> classes) {
    return SlotWeights.of(model, classes);
  }

  /**
   * Reads a model that {@link #write} wrote into a local directory; what Spark ML wrote, by {@code
   * MLReader.loadFromLocal}.
   */
  protected abstract Transformer read(String directory);

  @Override
  public final Schema schema(Schema input, Problems problems) {
    columns.check(input, task, problems);
    Optional<LogicalType> predicted =
        task == Task.REGRESSION
            ? Optional.of(Simple.DOUBLE)
            : input.column(columns.label()).map(Column::type);
    // Of a label that is not there no more is known; the columns' names are.
    Schema predictions =
        SparkMlModel.added(vectors(), predicted.orElse(Simple.STRING)).addedTo(input, problems);
    return predicted.isPresent() ? predictions : Schema.unknown();
  }

  @Override
  public final ColumnUse reads(Schema input) {
    return ColumnUse.of(List.of(columns.features()));
  }

  @Override
  public final Optional<String> label() {
    return Optional.of(columns.label());
  }

  @Override
  public final Optional<String> weight() {
    return columns.weight();
  }

  @Override
  public Set<ExportForm> exportForms() {
    return SparkMlExport.takes(columns.features())
        ? EnumSet.allOf(ExportForm.class)
        : EnumSet.of(ExportForm.SCORING);
  }

  @Override
  public Optional<String> obstacle(ExportForm form, Schema input) {
    return form == ExportForm.SPARK_ML
        ? SparkMlExport.obstacle(List.of(columns.features()))
        : Optional.empty();
  }

  @Override
  public final Model<Dataset<Row>> train(
      TrainingData<Dataset<Row>> data, StageContext<Dataset<Row>> context) {
    TrainerRows.Truth truth = trainerRows.truth(data.train());
    context.checkCancelled();
    context.rows(truth.rows());
    Dataset<Row> rows = trainerRows.of(data, truth, context.seed());
    Transformer learnt = explaining(() -> learn(rows, truth.names(), context));
    noteWeights(learnt, truth.names(), data.train(), context);
    return model(learnt, truth);
  }

  private void noteWeights(
      Transformer learnt,
      List<String> classes,
      Dataset<Row> train,
      StageContext<Dataset<Row>> context) {
    StructType schema = train.schema();
    slotWeights(learnt, classes)
        .map(weights -> weights.curve(schema.fields()[schema.fieldIndex(columns.features())]))
        .filter(curve -> !curve.rows().isEmpty())
        .ifPresent(context::curve);
  }

  /** The label is read once for all trials, and whatever else {@link #learnAll} reads once. */
  @Override
  public final List<Supplier<Model<Dataset<Row>>>> trainAll(
      TrainingData<Dataset<Row>> data,
      List<Trainer<Dataset<Row>>> trials,
      StageContext<Dataset<Row>> context) {
    List<SparkMlTrainer> alike =
        trials.stream().filter(this::isAlike).map(t -> (SparkMlTrainer) t).toList();
    if (alike.size() < trials.size()) {
      return eachAlone(data, trials, context);
    }
    TrainerRows.Truth truth = trainerRows.truth(data.train());
    List<Double> weights = trainerRows.weights(truth);
    if (!alike.stream().allMatch(t -> t.trainerRows.weights(truth).equals(weights))) {
      return eachAlone(data, trials, context);
    }
    context.checkCancelled();
    context.rows(truth.rows());
    Dataset<Row> rows = trainerRows.of(data, truth, context.seed());
    return explaining(() -> learnAll(alike, rows, truth.names(), context)).stream()
        .<Supplier<Model<Dataset<Row>>>>map(
            model ->
                () -> {
                  context.checkCancelled();
                  return model(explaining(model), truth);
                })
        .toList();
  }

  private static List<Supplier<Model<Dataset<Row>>>> eachAlone(
      TrainingData<Dataset<Row>> data,
      List<Trainer<Dataset<Row>>> trials,
      StageContext<Dataset<Row>> context) {
    return trials.stream()
        .<Supplier<Model<Dataset<Row>>>>map(trial -> () -> trial.train(data, context))
        .toList();
  }

  /** Whether another trainer learns from the same columns. */
  private boolean isAlike(Trainer<Dataset<Row>> trial) {
    return trial instanceof SparkMlTrainer other
        && other.task == task
        && other.columns.equals(columns)
        && other.stoppingShare().equals(stoppingShare());
  }

  private Model<Dataset<Row>> model(Transformer learnt, TrainerRows.Truth truth) {
    return new SparkMlModel(
        learnt, columns.features(), truth.classes(), vectors(), new ModelLearner());
  }

  /** Says of what Spark ML refuses which column it is about. */
  private <T> T explaining(Supplier<T> learning) {
    try {
      return learning.get();
    } catch (Exception e) { // Scala throws checked exceptions without declaring them.
      Optional<MillraceException> known =
          SparkMlFailures.explained(e, columns.features(), columns.weight());
      if (known.isPresent()) {
        throw known.get();
      }
      throw e;
    }
  }

  @Override
  public final Model<Dataset<Row>> load(StateDirectory state) {
    Optional<LabelClasses> classes =
        task == Task.CLASSIFICATION
            ? Optional.of(StateJson.read(state, SparkMlModel.CLASSES, LabelClasses.class))
            : Optional.empty();
    String directory = state.resolve(SparkMlModel.DIRECTORY).toAbsolutePath().toString();
    return new SparkMlModel(
        read(directory), columns.features(), classes, vectors(), new ModelLearner());
  }

  /** What a model asks this trainer for. */
  private final class ModelLearner implements SparkMlModel.Learner {
    @Override
    public void write(Transformer model, Path directory) throws IOException {
      SparkMlTrainer.this.write(model, directory);
    }

    @Override
    public org.apache.spark.sql.Column readable(org.apache.spark.sql.Column vectors) {
      return SparkMlTrainer.this.readable(vectors);
    }

    @Override
    public List<ScoringStep> scoring(Transformer model) {
      return SparkMlTrainer.this.scoring(model);
    }
  }
}
