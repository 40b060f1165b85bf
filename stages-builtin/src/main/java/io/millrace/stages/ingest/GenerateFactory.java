package io.millrace.stages.ingest;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.Range;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code ingest/generate}. */
public final class GenerateFactory extends SparkStageFactory<GenerateFactory.Options> {
  /** Options of {@code ingest/generate}. */
  public record Options(
      @Help("Which data") @Default("churn") Kind dataset,
      @Help("The number of rows") @Default("10000") @Range(min = 1) long rows,
      @Help("Another seed gives other rows of the same kind") @Default("42") long seed,
      @Help("Whether the column churnProbability tells the truth that the label is drawn from")
          @Default("false")
          boolean withTruth) {}

  /** The kinds of data. */
  public enum Kind {
    /** Customers of a telephone company; the label Churn follows a known logistic model. */
    CHURN
  }

  /** For ServiceLoader. */
  public GenerateFactory() {
    super(
        "ingest/generate",
        Options.class,
        "Makes data of which the best possible score is known",
        "dataset: churn\nrows: 10000");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new GenerateIngestor(options);
  }
}
