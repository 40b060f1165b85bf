package io.millrace.stages.train;

import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.spark.api.TrainerColumns;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the options of all learners have in common. Whatever else a record of options has is called
 * what Spark ML calls that parameter.
 */
interface PredictorOptions {
  /** The options that are never parameters of Spark ML. */
  Set<String> OWN =
      Set.of(
          "label",
          "features",
          "weight",
          "event",
          "classWeights",
          "task",
          "hiddenLayers",
          "validationShare");

  /** The options that are no parameters of the learner. */
  default Set<String> own() {
    return OWN;
  }

  /** The column to predict. */
  String label();

  /** The vector to learn from. */
  String features();

  /** The number that weighs rows; null where there is none, or where the learner takes none. */
  default @Nullable String weight() {
    return null;
  }

  /** How much classes weigh; null if all weigh the same, or where the learner takes no weights. */
  default @Nullable ClassWeights classWeights() {
    return null;
  }

  /** The share of the training rows that tells when to stop; empty if none does. */
  default OptionalDouble stoppingShare() {
    return OptionalDouble.empty();
  }

  /** What is predicted, for a learner that does both; null for others. */
  default @Nullable Task task() {
    return null;
  }

  /**
   * Refuses options that contradict each other.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  default void check() {}

  /** Refuses class weights that say nothing, or of no classes. */
  default void checkClassWeights() {
    ClassWeights weights = classWeights();
    if (weights != null) {
      weights.check();
      if (task() == Task.REGRESSION) {
        throw new IllegalArgumentException("classWeights: only classification has classes");
      }
    }
  }

  /** The columns that these options name. */
  default TrainerColumns columns() {
    return new TrainerColumns(features(), label(), weight());
  }
}
