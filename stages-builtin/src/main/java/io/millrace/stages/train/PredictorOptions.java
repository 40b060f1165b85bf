package io.millrace.stages.train;

import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.spark.api.TrainerColumns;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the options of all learners have in common. Whatever else a record of options has is called
 * what Spark ML calls that parameter.
 */
interface PredictorOptions {
  /** The options that are no parameters of Spark ML. */
  Set<String> OWN = Set.of("label", "features", "weight", "task", "hiddenLayers");

  /** The column to predict. */
  String label();

  /** The vector to learn from. */
  String features();

  /** The number that weighs rows; null where there is none, or where the learner takes none. */
  default @Nullable String weight() {
    return null;
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

  /** The columns that these options name. */
  default TrainerColumns columns() {
    return new TrainerColumns(features(), label(), weight());
  }
}
