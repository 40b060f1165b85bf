package io.millrace.xgboost;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code train/xgboost}. */
public final class XgboostFactory extends SparkStageFactory<XgboostOptions> {
  /** For ServiceLoader. */
  public XgboostFactory() {
    super(
        "train/xgboost",
        XgboostOptions.class,
        "Learns classes or a number by XGBoost's gradient-boosted trees",
        "label: Churn\nnumRound: 50\nmaxDepth: 4\neta: 0.1");
  }

  @Override
  public Stage<Dataset<Row>> create(XgboostOptions options) {
    if (options.task() == Task.REGRESSION && options.scalePosWeight() != null) {
      throw new IllegalArgumentException(
          "scalePosWeight weighs classes, and the task is regression");
    }
    return new XgboostTrainer(options);
  }
}
