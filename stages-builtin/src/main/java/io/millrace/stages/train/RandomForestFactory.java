package io.millrace.stages.train;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code train/random-forest}. */
public final class RandomForestFactory extends SparkStageFactory<RandomForestOptions> {
  /** A count from 1 on, or a share above 0 and up to 1 that is written with a point. */
  private static final Pattern SUBSET =
      Pattern.compile("auto|all|sqrt|log2|onethird|[1-9]\\d{0,8}|0?\\.\\d*[1-9]\\d*|1\\.0+");

  /** For ServiceLoader. */
  public RandomForestFactory() {
    super(
        "train/random-forest",
        RandomForestOptions.class,
        "Learns classes or numbers by the vote of many decision trees",
        """
        label: Churn
        task: classification
        numTrees: 100
        maxDepth: 8
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(RandomForestOptions options) {
    if (!SUBSET.matcher(options.featureSubset()).matches()) {
      throw new IllegalArgumentException(
          "featureSubset '%s' is none of auto, all, sqrt, log2, onethird, a count as 5, a share as 0.3"
              .formatted(options.featureSubset()));
    }
    return new RandomForestTrainer(options);
  }
}
