package io.millrace.testkit.spark;

import io.millrace.api.Combiner;
import io.millrace.api.Ingestor;
import io.millrace.api.Sink;
import io.millrace.api.Splitter;
import io.millrace.api.Stage;
import io.millrace.api.Transformer;
import io.millrace.testkit.contract.TestStageContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Stages of the kind that a test knows them to be. */
@SuppressWarnings("unchecked") // Every factory of stages on Spark makes stages on Spark's frames.
final class SparkStages {
  private SparkStages() {}

  static Transformer<Dataset<Row>> transformer(Stage<?> stage) {
    return (Transformer<Dataset<Row>>) stage;
  }

  static Splitter<Dataset<Row>> splitter(Stage<?> stage) {
    return (Splitter<Dataset<Row>>) stage;
  }

  static Combiner<Dataset<Row>> combiner(Stage<?> stage) {
    return (Combiner<Dataset<Row>>) stage;
  }

  static Sink<Dataset<Row>> sink(Stage<?> stage) {
    return (Sink<Dataset<Row>>) stage;
  }

  static Ingestor<Dataset<Row>> ingestor(Stage<?> stage) {
    return (Ingestor<Dataset<Row>>) stage;
  }

  /** Fits on the frame and puts it through. */
  static Dataset<Row> apply(Stage<?> stage, Dataset<Row> frame) {
    return transformer(stage).fit(frame, TestStageContext.of("stage")).fitted().apply(frame);
  }
}
