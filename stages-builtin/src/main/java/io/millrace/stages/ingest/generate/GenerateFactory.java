package io.millrace.stages.ingest.generate;

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
      @Help("Whether a further column tells the truth that the label is drawn from")
          @Default("false")
          boolean withTruth) {}

  /** The kinds of data. */
  public enum Kind {
    /** Customers of a telephone company; the label Churn follows a known logistic model. */
    CHURN(new ChurnData()),
    /** Payments by card, one in a hundred fraudulent (isFraud), as a logistic model has it. */
    FRAUD(Recipes.FRAUD),
    /** Ratings that users give items: five hidden tastes and noise. */
    RATINGS(Recipes.RATINGS),
    /** Short reviews in words; the opinion shows in which words are drawn. */
    REVIEWS(Recipes.REVIEWS),
    /** What ten shops sell day by day: trend, weekdays, weather, promotions and noise. */
    SALES(Recipes.SALES),
    /** Shoppers of five kinds, normally distributed around each kind's centre. */
    SHOPPERS(Recipes.SHOPPERS),
    /** Hourly readings of machines that wear; failsSoon follows the wear, which no sensor shows. */
    MACHINES(Recipes.MACHINES);

    private final MadeUpData data;

    Kind(MadeUpData data) {
      this.data = data;
    }

    MadeUpData data() {
      return data;
    }
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
