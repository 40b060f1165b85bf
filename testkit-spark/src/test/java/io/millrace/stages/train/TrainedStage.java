package io.millrace.stages.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Model;
import io.millrace.api.StageFactory;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.stages.SchemaPromise;
import io.millrace.testkit.contract.TestStageContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A model that was trained, saved, and loaded by another instance of its trainer. */
public final class TrainedStage {
  private final Trainer<Dataset<Row>> trainer;
  private final Model<Dataset<Row>> trained;
  private final Model<Dataset<Row>> loaded;
  private final TestStageContext<Dataset<Row>> context;

  private TrainedStage(
      Trainer<Dataset<Row>> trainer,
      Model<Dataset<Row>> trained,
      Model<Dataset<Row>> loaded,
      TestStageContext<Dataset<Row>> context) {
    this.trainer = trainer;
    this.trained = trained;
    this.loaded = loaded;
    this.context = context;
  }

  /** Trains a stage. */
  public static <O extends Record> TrainedStage train(
      StageFactory<Dataset<Row>, O> factory, O options, Dataset<Row> train) {
    Trainer<Dataset<Row>> trainer = trainer(factory, options);
    TestStageContext<Dataset<Row>> context = TestStageContext.of("model");
    Model<Dataset<Row>> trained = trainer.train(TrainingData.of(train), context);
    try {
      StateDirectory state = new StateDirectory(Files.createTempDirectory("model"));
      trained.save(state);
      return new TrainedStage(trainer, trained, trainer(factory, options).load(state), context);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked") // The factories under test make trainers.
  static <O extends Record> Trainer<Dataset<Row>> trainer(
      StageFactory<Dataset<Row>, O> factory, O options) {
    return (Trainer<Dataset<Row>>) factory.create(options);
  }

  /** The predictions, after checking that saving and loading changes nothing. */
  public Dataset<Row> predict(Dataset<Row> frame) {
    Dataset<Row> result = trained.predict(frame);
    Dataset<Row> again = loaded.predict(frame);
    assertThat(loaded.classes()).isEqualTo(trained.classes());
    assertThat(again.schema()).isEqualTo(result.schema());
    assertThat(List.of((Row[]) again.collect())).isEqualTo(List.of((Row[]) result.collect()));
    SchemaPromise.assertKept(trainer.schema(SchemaPromise.of(frame), SchemaPromise.FAIL), result);
    return result;
  }

  /** Asserts that stock Spark ML classes predict the same. */
  public void assertStockPredictsTheSame(Dataset<Row> frame) {
    Dataset<Row> stock = frame;
    for (org.apache.spark.ml.Transformer step : ((SparkMlExport) loaded).sparkMl()) {
      assertThat(step.getClass().getName()).startsWith("org.apache.spark.ml.");
      stock = step.transform(stock);
    }
    Dataset<Row> ours = loaded.predict(frame);
    assertThat(List.of((Row[]) Columns.select(stock, List.of(ours.columns())).collect()))
        .isEqualTo(List.of((Row[]) ours.collect()));
  }

  /** The loaded model. */
  public Model<Dataset<Row>> model() {
    return loaded;
  }

  /** The trainer. */
  public Trainer<Dataset<Row>> trainer() {
    return trainer;
  }

  /** What the trainer noted. */
  public TestStageContext<Dataset<Row>> context() {
    return context;
  }
}
