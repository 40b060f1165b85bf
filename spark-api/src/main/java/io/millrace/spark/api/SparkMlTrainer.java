package io.millrace.spark.api;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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

  /** The row's weight, a double; only there if the trainer has a weight column. */
  protected static final String WEIGHT = "weight";

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
   * @param rows the columns {@link #FEATURES}, {@link #LABEL} and, if there is a weight, {@link
   *     #WEIGHT}
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

  /** Whether a classifier says how probable each class is; true, unless overridden. */
  protected boolean givesProbabilities() {
    return true;
  }

  /**
   * Reads a model that Spark ML wrote into a local directory, by {@code MLReader.loadFromLocal}.
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
    return train(data.train(), truth(data.train()), context);
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
      return trials.stream()
          .<Supplier<Model<Dataset<Row>>>>map(trial -> () -> trial.train(data, context))
          .toList();
    }
    LabelTruth truth = truth(data.train());
    context.checkCancelled();
    context.rows(truth.rows());
    Dataset<Row> rows = gathered(prepared(data.train(), truth.classes()), truth.rows());
    return explaining(() -> learnAll(alike, rows, truth.names(), context)).stream()
        .<Supplier<Model<Dataset<Row>>>>map(
            model ->
                () -> {
                  context.checkCancelled();
                  return model(explaining(model), truth);
                })
        .toList();
  }

  /** Whether another trainer learns from the same columns. */
  private boolean isAlike(Trainer<Dataset<Row>> trial) {
    return trial instanceof SparkMlTrainer other
        && other.task == task
        && other.columns.equals(columns);
  }

  /**
   * What the label's column tells.
   *
   * @param classes empty for regression
   * @param rows all training rows, none of which lacks a label
   */
  private record LabelTruth(Optional<LabelClasses> classes, long rows) {
    List<String> names() {
      return classes.map(LabelClasses::names).orElseGet(List::of);
    }
  }

  private LabelTruth truth(Dataset<Row> train) {
    if (task == Task.REGRESSION) {
      return new LabelTruth(Optional.empty(), usableNumbers(train));
    }
    LabelClasses.Counted counted = LabelClasses.counted(train, columns.label());
    return new LabelTruth(Optional.of(counted.classes()), counted.rows());
  }

  private Model<Dataset<Row>> train(
      Dataset<Row> train, LabelTruth truth, StageContext<Dataset<Row>> context) {
    context.checkCancelled();
    context.rows(truth.rows());
    Dataset<Row> rows = gathered(prepared(train, truth.classes()), truth.rows());
    return model(explaining(() -> learn(rows, truth.names(), context)), truth);
  }

  private Model<Dataset<Row>> model(PredictionModel<Vector, ?> learnt, LabelTruth truth) {
    return new SparkMlModel(learnt, columns.features(), truth.classes());
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

  private Dataset<Row> prepared(Dataset<Row> train, Optional<LabelClasses> classes) {
    org.apache.spark.sql.Column label = Columns.col(columns.label());
    List<org.apache.spark.sql.Column> selected = new ArrayList<>();
    selected.add(Columns.col(columns.features()).as(FEATURES));
    selected.add(
        classes
            // No label is missing, as was checked: the default only tells Spark so.
            .map(c -> coalesce(c.index(label), lit(-1.0)).as(LABEL, c.metadata()))
            .orElseGet(() -> label.cast("double").as(LABEL)));
    columns.weight().ifPresent(w -> selected.add(Columns.col(w).cast("double").as(WEIGHT)));
    return train.select(selected.toArray(org.apache.spark.sql.Column[]::new));
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
    return new SparkMlModel(read(directory), columns.features(), classes);
  }
}
