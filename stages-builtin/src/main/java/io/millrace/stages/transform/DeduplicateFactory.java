package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code transform/deduplicate}. */
public final class DeduplicateFactory extends SparkStageFactory<DeduplicateFactory.Options> {
  /** Options of {@code transform/deduplicate}. */
  public record Options(
      @Help(
              "The columns whose values make rows the same, missing values too; all columns if"
                  + " empty")
          @Default("[]")
          @InputColumn
          List<String> keys,
      @Help(
              "Of rows with the same keys, the one with the greatest value here stays; without it, one"
                  + " that is the same in every run")
          @InputColumn
          @Nullable String newestBy) {}

  /** For ServiceLoader. */
  public DeduplicateFactory() {
    super(
        "transform/deduplicate",
        Options.class,
        "Keeps one row of those with the same keys: the newest",
        "keys: [customerID]\nnewestBy: tenure");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    if (options.newestBy() != null && options.keys().isEmpty()) {
      throw new IllegalArgumentException(
          "newestBy needs keys: rows that are wholly equal are all" + " as new");
    }
    return new Deduplicate(options);
  }
}
