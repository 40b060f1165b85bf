package io.millrace.stages.train;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers one stage of the table in {@link Predictors}. */
final class PredictorFactory<O extends Record & PredictorOptions> extends SparkStageFactory<O> {
  private final List<Algorithm<O>> algorithms;

  /**
   * A stage that learns by the first of the algorithms, or by the one for the task that the options
   * name.
   */
  @SafeVarargs
  PredictorFactory(
      String name, Class<O> options, String help, String example, Algorithm<O>... algorithms) {
    super(name, options, help, example);
    this.algorithms = List.of(algorithms);
  }

  @Override
  public Stage<Dataset<Row>> create(O options) {
    options.check();
    options.checkClassWeights();
    Task task = options.task();
    Algorithm<O> algorithm =
        algorithms.stream()
            .filter(each -> task == null || each.task() == task)
            .findFirst()
            .orElseThrow();
    return new PredictorTrainer<>(options, algorithm);
  }
}
