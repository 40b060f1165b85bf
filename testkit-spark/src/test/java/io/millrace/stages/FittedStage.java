package io.millrace.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageFactory;
import io.millrace.api.Transformer;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.testkit.contract.TestStageContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A transformer from its factory, fitted, saved, and loaded by another instance of itself. */
public final class FittedStage {
  private final Transformer<Dataset<Row>> stage;
  private final Fit<Dataset<Row>> fit;
  private final FittedTransformer<Dataset<Row>> fitted;
  private final FittedTransformer<Dataset<Row>> loaded;
  private final TestStageContext<Dataset<Row>> context;

  private FittedStage(
      Transformer<Dataset<Row>> stage,
      Fit<Dataset<Row>> fit,
      FittedTransformer<Dataset<Row>> loaded,
      TestStageContext<Dataset<Row>> context) {
    this.stage = stage;
    this.fit = fit;
    this.fitted = fit.fitted();
    this.loaded = loaded;
    this.context = context;
  }

  /** Fits a stage. */
  public static <O extends Record> FittedStage fit(
      StageFactory<Dataset<Row>, O> factory, O options, Dataset<Row> train) {
    Transformer<Dataset<Row>> stage = transformer(factory, options);
    TestStageContext<Dataset<Row>> context = TestStageContext.of("stage");
    Fit<Dataset<Row>> fit = stage.fit(train, context);
    StateDirectory state = new StateDirectory(temporary());
    fit.fitted().save(state);
    return new FittedStage(stage, fit, transformer(factory, options).load(state), context);
  }

  @SuppressWarnings("unchecked") // The factories under test make transformers.
  private static <O extends Record> Transformer<Dataset<Row>> transformer(
      StageFactory<Dataset<Row>, O> factory, O options) {
    return (Transformer<Dataset<Row>>) factory.create(options);
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("state");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The output, after checking that saving and loading changes nothing, nor did the schema lie. */
  public Dataset<Row> apply(Dataset<Row> frame) {
    Dataset<Row> result = fitted.apply(frame);
    Dataset<Row> again = loaded.apply(frame);
    assertThat(again.schema()).isEqualTo(result.schema());
    assertThat(List.of((Row[]) again.collect())).isEqualTo(List.of((Row[]) result.collect()));
    Schema promised = stage.schema(SchemaPromise.of(frame), SchemaPromise.FAIL);
    if (promised.isKnown()) {
      SchemaPromise.assertKept(promised, result);
    }
    return result;
  }

  /** What the stock Spark ML classes make of a frame, its columns in the order of the stage's. */
  public Dataset<Row> applyStock(Dataset<Row> frame) {
    Dataset<Row> result = frame;
    for (org.apache.spark.ml.Transformer stock : ((SparkMlExport) loaded).sparkMl()) {
      assertThat(stock.getClass().getName()).startsWith("org.apache.spark.ml.");
      result = stock.transform(result);
    }
    return Columns.select(result, List.of(fitted.apply(frame).columns()));
  }

  /** What was fitted, saved and loaded. */
  public FittedTransformer<Dataset<Row>> fitted() {
    return loaded;
  }

  /** What fitting gave for the training rows. */
  public Dataset<Row> trainOutput() {
    return fit.trainOutput().orElseThrow();
  }

  /** What was around the stage: tells what it noted and warned of. */
  public TestStageContext<Dataset<Row>> context() {
    return context;
  }

  /** The stage. */
  public Transformer<Dataset<Row>> stage() {
    return stage;
  }

  /** Asserts that the work fails for the user in just these words, be it inside a Spark task. */
  public static void assertFails(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable work, ErrorCode code, String message) {
    Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(work);
    assertThat(thrown).isNotNull();
    List<Throwable> chain = new ArrayList<>();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      chain.add(cause);
    }
    Throwable ours =
        chain.stream().filter(MillraceException.class::isInstance).findFirst().orElse(thrown);
    assertThat(ours)
        .isInstanceOfSatisfying(MillraceException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }
}
