package io.millrace.stages.combine;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code combine/similarity-join}. */
public final class SimilarityJoinFactory extends SparkStageFactory<SimilarityJoinFactory.Options> {
  /** Options of {@code combine/similarity-join}. */
  public record Options(
      @Help(
              "The column, of the same name on both sides, whose sets are compared: an array of"
                  + " strings or whole numbers, as transform/tokenize makes it")
          @NotEmpty
          String on,
      @Help("Pairs at least so similar stay: what both sets hold, by what either holds (Jaccard)")
          @Range(min = 0, max = 1, minExclusive = true)
          @Default("0.5")
          double minSimilarity,
      @Help(
              "Hash tables: a pair of similarity s is found with the probability 1 - (1 -"
                  + " s)^tables; each costs time and memory")
          @Range(min = 1, max = 1000)
          @Default("10")
          int numHashTables,
      @Help(
              "Where both sides are one frame: the column that tells its rows apart. Each pair is"
                  + " given once, the smaller key on the left, and no row with itself")
          @NotEmpty
          @Nullable String key,
      @Help("Added to the names of the right side's columns that the left side has too")
          @NotEmpty
          @Default("_right")
          String suffix) {}

  /** For ServiceLoader. */
  public SimilarityJoinFactory() {
    super(
        "combine/similarity-join",
        Options.class,
        "Pairs rows of two frames, or of one, whose sets of words are alike (MinHash)",
        "on: PaymentMethod_words\nkey: customerID\nminSimilarity: 0.8");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new SimilarityJoin(options);
  }
}
