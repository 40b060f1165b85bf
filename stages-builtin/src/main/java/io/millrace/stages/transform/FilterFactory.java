package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code transform/filter}. */
public final class FilterFactory extends SparkStageFactory<FilterFactory.Options> {
  /** Options of {@code transform/filter}. */
  public record Options(
      @Help("A condition in Spark SQL; rows for which it is true stay") @NotEmpty String where) {}

  /** For ServiceLoader. */
  public FilterFactory() {
    super(
        "transform/filter",
        Options.class,
        "Keeps the rows that meet a condition",
        "where: tenure > 0 AND Contract IS NOT NULL");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new FilterTransformer(options);
  }
}
