package io.millrace.spark.api;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

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
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * A trainer that hands the learning to a predictor of Spark ML. This base brings the columns into
 * the form that Spark ML wants, whatever their names and whatever the label's type, and back: the
 * model predicts classes in the label's own type. It refuses labels that can't be learnt from, for
 * which it reads the label once.
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

  /** Whether the row is held out to tell when to stop; only there with a {@link #stoppingShare}. */
  protected static final String HELD_OUT = "held_out";

  /** Beyond it partitions stay as they are. */
  private static final long MOST_TASKS = 1 << 20;

  private final TrainerColumns columns;
  private final Task task;

  /** A trainer that reads those columns. */
  protected SparkMlTrainer(TrainerColumns columns, Task task) {
    this.columns = columns;
    this.task = task;
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
   *     #WEIGHT} and {@link #HELD_OUT}
   * @param classes the classes that the label's numbers stand for; empty for regression
   */
  protected abstract PredictionModel<Vector, ?> learn(
      Dataset<Row> rows, List<String> classes, StageContext<Dataset<Row>> context);

  /**
   * Learns the trials of a search, which differ in tunable options only.
   *
   * @param trials trainers like this one; this one may be among them
   * @param rows as {@link #learn} gets them
   * @return for each trial, in order, what gives its model; unless overridden, each learns alone
   */
  protected List<Supplier<PredictionModel<Vector, ?>>> learnAll(
      List<SparkMlTrainer> trials,
      Dataset<Row> rows,
      List<String> classes,
      StageContext<Dataset<Row>> context) {
    return trials.stream()
        .<Supplier<PredictionModel<Vector, ?>>>map(t -> () -> t.learn(rows, classes, context))
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

  /** Whether a classifier says how probable each class is; true, unless overridden. */
  protected boolean givesProbabilities() {
    return true;
  }

  /**
   * Writes a model into a local directory, which is not there yet.
   *
   * <p>Unless overridden, Spark ML's own writer does; in the driver, with no job, and with no file
   * on an executor's disk.
   */
  protected void write(PredictionModel<Vector, ?> model, Path directory) throws IOException {
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
   * Reads a model that {@link #write} wrote into a local directory; what Spark ML wrote, by {@code
   * MLReader.loadFromLocal}.
   */
  protected abstract PredictionModel<Vector, ?> read(String directory);

  @Override
  public final Schema schema(Schema input, Problems problems) {
    columns.check(input, task, problems);
    Optional<LogicalType> predicted =
        task == Task.REGRESSION
            ? Optional.of(Simple.DOUBLE)
            : input.column(columns.label()).map(Column::type);
    // Of a label that is not there no more is known; the columns' names are.
    Schema predictions =
        SparkMlModel.added(task, givesProbabilities(), predicted.orElse(Simple.STRING))
            .addedTo(input, problems);
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
    return train(data, truth(data.train()), context);
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
    LabelTruth truth = truth(data.train());
    if (!alike.stream().allMatch(trial -> trial.weights(truth).equals(weights(truth)))) {
      return eachAlone(data, trials, context);
    }
    context.checkCancelled();
    context.rows(truth.rows());
    Dataset<Row> rows = gathered(prepared(data, truth, context.seed()), truth.rows());
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

  /**
   * What the label's column tells.
   *
   * @param classes empty for regression
   * @param counts the rows of each class
   * @param rows all training rows, none of which lacks a label
   */
  private record LabelTruth(Optional<LabelClasses> classes, List<Long> counts, long rows) {
    List<String> names() {
      return classes.map(LabelClasses::names).orElseGet(List::of);
    }
  }

  private LabelTruth truth(Dataset<Row> train) {
    if (task == Task.REGRESSION) {
      return new LabelTruth(Optional.empty(), List.of(), usableNumbers(train));
    }
    LabelClasses.Counted counted = LabelClasses.counted(train, columns.label());
    return new LabelTruth(Optional.of(counted.classes()), counted.counts(), counted.rows());
  }

  private Model<Dataset<Row>> train(
      TrainingData<Dataset<Row>> data, LabelTruth truth, StageContext<Dataset<Row>> context) {
    context.checkCancelled();
    context.rows(truth.rows());
    Dataset<Row> rows = gathered(prepared(data, truth, context.seed()), truth.rows());
    return model(explaining(() -> learn(rows, truth.names(), context)), truth);
  }

  private Model<Dataset<Row>> model(PredictionModel<Vector, ?> learnt, LabelTruth truth) {
    return new SparkMlModel(
        learnt, columns.features(), truth.classes(), this::write, this::readable);
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

  private Dataset<Row> prepared(TrainingData<Dataset<Row>> data, LabelTruth truth, long seed) {
    OptionalDouble share = stoppingShare();
    if (share.isEmpty()) {
      return prepared(data.train(), truth, null);
    }
    Optional<Dataset<Row>> validation =
        data.validation().map(rows -> prepared(rows, truth, lit(true)).filter(isKnown()));
    org.apache.spark.sql.Column chosen =
        RowHash.uniform(data.train().schema(), List.of(), seed).lt(share.getAsDouble());
    Dataset<Row> rows =
        validation
            .map(heldOut -> prepared(data.train(), truth, lit(false)).union(heldOut))
            .orElseGet(() -> prepared(data.train(), truth, chosen));
    if (rows.filter(Columns.col(HELD_OUT)).isEmpty()) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT,
          validation.isPresent()
              ? "There are no validation rows with a label to stop by."
              : "None of %d training rows fell into the share of %s that is held out to stop by: hold out more, or don't stop early."
                  .formatted(truth.rows(), share.getAsDouble()));
    }
    return rows;
  }

  /** Labels that are missing, or that no training row has, tell nothing. */
  private org.apache.spark.sql.Column isKnown() {
    org.apache.spark.sql.Column label = Columns.col(LABEL);
    return task == Task.CLASSIFICATION ? label.geq(0) : label.isNotNull().and(not(isnan(label)));
  }

  private Dataset<Row> prepared(
      Dataset<Row> frame, LabelTruth truth, org.apache.spark.sql.@Nullable Column heldOut) {
    org.apache.spark.sql.Column label = Columns.col(columns.label());
    List<org.apache.spark.sql.Column> selected = new ArrayList<>();
    selected.add(readable(Columns.col(columns.features())).as(FEATURES));
    selected.add(
        truth
            .classes()
            // No training row lacks a label, as was checked: the default only tells Spark so.
            .map(c -> coalesce(c.index(label), lit(-1.0)).as(LABEL, c.metadata()))
            .orElseGet(() -> label.cast("double").as(LABEL)));
    weight(truth).ifPresent(weight -> selected.add(weight.as(WEIGHT)));
    if (heldOut != null) {
      selected.add(heldOut.as(HELD_OUT));
    }
    return frame.select(selected.toArray(org.apache.spark.sql.Column[]::new));
  }

  private List<Double> weights(LabelTruth truth) {
    return task == Task.CLASSIFICATION ? classWeights(truth.names(), truth.counts()) : List.of();
  }

  private Optional<org.apache.spark.sql.Column> weight(LabelTruth truth) {
    Optional<org.apache.spark.sql.Column> own =
        columns.weight().map(name -> Columns.col(name).cast("double"));
    List<Double> weights = weights(truth);
    if (weights.isEmpty()) {
      return own;
    }
    LabelClasses classes = truth.classes().orElseThrow();
    org.apache.spark.sql.Column ofClass =
        element_at(
            array(weights.stream().map(functions::lit).toArray(org.apache.spark.sql.Column[]::new)),
            classes.index(Columns.col(columns.label())).cast("int").plus(1));
    return Optional.of(own.map(ofClass::multiply).orElse(ofClass));
  }

  /** Partitions are put together where they lie, and never taken apart. */
  private Dataset<Row> gathered(Dataset<Row> prepared, long rows) {
    long least = rowsPerTask();
    return least == 0
        ? prepared
        : prepared.coalesce((int) Math.min(MOST_TASKS, (rows - 1) / least + 1));
  }

  private long usableNumbers(Dataset<Row> train) {
    String label = columns.label();
    Row counts = train.agg(count(lit(1)), count_if(LabelClasses.missing(train, label))).head();
    if (counts.getLong(0) == 0) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "There are no training rows to learn '" + label + "' from.");
    }
    LabelClasses.refuseMissing(label, counts.getLong(1));
    return counts.getLong(0);
  }

  @Override
  public final Model<Dataset<Row>> load(StateDirectory state) {
    Optional<LabelClasses> classes =
        task == Task.CLASSIFICATION
            ? Optional.of(StateJson.read(state, SparkMlModel.CLASSES, LabelClasses.class))
            : Optional.empty();
    String directory = state.resolve(SparkMlModel.DIRECTORY).toAbsolutePath().toString();
    return new SparkMlModel(
        read(directory), columns.features(), classes, this::write, this::readable);
  }
}
