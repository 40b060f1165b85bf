package io.millrace.spark.api;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.millrace.api.TrainingData;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.SparkMlTrainer.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** The rows of a trainer, in the form that a learner of Spark ML wants. */
final class TrainerRows {
  /** Beyond it partitions stay as they are. */
  private static final long MOST_TASKS = 1 << 20;

  private final SparkMlTrainer trainer;
  private final TrainerColumns columns;
  private final Task task;

  TrainerRows(SparkMlTrainer trainer, TrainerColumns columns, Task task) {
    this.trainer = trainer;
    this.columns = columns;
    this.task = task;
  }

  /**
   * What the label's column tells.
   *
   * @param classes empty for regression
   * @param counts the rows of each class
   * @param rows all training rows, none of which lacks a label
   */
  record Truth(Optional<LabelClasses> classes, List<Long> counts, long rows) {
    List<String> names() {
      return classes.map(LabelClasses::names).orElseGet(List::of);
    }
  }

  /** Reads the label once. */
  Truth truth(Dataset<Row> train) {
    if (task == Task.REGRESSION) {
      return new Truth(Optional.empty(), List.of(), usableNumbers(train));
    }
    LabelClasses.Counted counted = LabelClasses.counted(train, columns.label());
    return new Truth(Optional.of(counted.classes()), counted.counts(), counted.rows());
  }

  /** The rows as {@link SparkMlTrainer#learn} gets them. */
  Dataset<Row> of(TrainingData<Dataset<Row>> data, Truth truth, long seed) {
    return gathered(prepared(data, truth, seed), truth.rows());
  }

  private Dataset<Row> prepared(TrainingData<Dataset<Row>> data, Truth truth, long seed) {
    OptionalDouble share = trainer.stoppingShare();
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
    if (rows.filter(Columns.col(SparkMlTrainer.HELD_OUT)).isEmpty()) {
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
    org.apache.spark.sql.Column label = Columns.col(SparkMlTrainer.LABEL);
    return task == Task.CLASSIFICATION ? label.geq(0) : label.isNotNull().and(not(isnan(label)));
  }

  private Dataset<Row> prepared(
      Dataset<Row> frame, Truth truth, org.apache.spark.sql.@Nullable Column heldOut) {
    org.apache.spark.sql.Column label = Columns.col(columns.label());
    List<org.apache.spark.sql.Column> selected = new ArrayList<>();
    selected.add(trainer.readable(Columns.col(columns.features())).as(SparkMlTrainer.FEATURES));
    selected.add(
        truth
            .classes()
            // No training row lacks a label, as was checked: the default only tells Spark so.
            .map(c -> coalesce(c.index(label), lit(-1.0)).as(SparkMlTrainer.LABEL, c.metadata()))
            .orElseGet(() -> label.cast("double").as(SparkMlTrainer.LABEL)));
    weight(truth).ifPresent(weight -> selected.add(weight.as(SparkMlTrainer.WEIGHT)));
    columns.event().ifPresent(event -> selected.add(seen(event).as(SparkMlTrainer.EVENT)));
    if (heldOut != null) {
      selected.add(heldOut.as(SparkMlTrainer.HELD_OUT));
    }
    return frame.select(selected.toArray(org.apache.spark.sql.Column[]::new));
  }

  /** How much the rows of each class weigh; none if all weigh the same. */
  List<Double> weights(Truth truth) {
    return task == Task.CLASSIFICATION
        ? trainer.classWeights(truth.names(), truth.counts())
        : List.of();
  }

  private Optional<org.apache.spark.sql.Column> weight(Truth truth) {
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
    long least = trainer.rowsPerTask();
    return least == 0
        ? prepared
        : prepared.coalesce((int) Math.min(MOST_TASKS, (rows - 1) / least + 1));
  }

  private static org.apache.spark.sql.Column seen(String event) {
    return Columns.col(event).cast("double");
  }

  private long usableNumbers(Dataset<Row> train) {
    String label = columns.label();
    List<org.apache.spark.sql.Column> counts = new ArrayList<>();
    counts.add(count_if(LabelClasses.missing(train, label)));
    columns.event().ifPresent(event -> counts.addAll(timeCounts(label, event)));
    Row row = train.agg(count(lit(1)), counts.toArray(org.apache.spark.sql.Column[]::new)).head();
    if (row.getLong(0) == 0) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "There are no training rows to learn '" + label + "' from.");
    }
    LabelClasses.refuseMissing(label, row.getLong(1));
    columns.event().ifPresent(event -> refuseTimes(label, event, row));
    return row.getLong(0);
  }

  private static List<org.apache.spark.sql.Column> timeCounts(String label, String event) {
    org.apache.spark.sql.Column time = Columns.col(label).cast("double");
    return List.of(
        count_if(time.leq(0).or(time.equalTo(Double.POSITIVE_INFINITY))),
        count_if(coalesce(not(seen(event).isin(0.0, 1.0)), lit(true))),
        count_if(seen(event).equalTo(1.0)));
  }

  /** Of times of events: the logarithm of each is learnt, and there is nothing without an event. */
  private static void refuseTimes(String label, String event, Row counts) {
    refuse(
        counts.getLong(2),
        "The label '%s' is no finite time after 0 in %d training %s: drop such rows with"
            + " transform/filter.",
        label);
    refuse(
        counts.getLong(3),
        "The event '%s' is neither 0 nor 1 in %d training %s: drop such rows with"
            + " transform/filter.",
        event);
    if (counts.getLong(4) == 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The event '%s' was seen in none of %d training rows: there is no time to learn from."
              .formatted(event, counts.getLong(0)));
    }
  }

  private static void refuse(long rows, String message, String column) {
    if (rows > 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          message.formatted(column, rows, rows == 1 ? "row" : "rows"));
    }
  }
}
