package io.millrace.stages.combine;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code combine/union}. */
public final class UnionFactory extends SparkStageFactory<UnionFactory.Options> {
  /** Options of {@code combine/union}. */
  public record Options(
      @Help("Whether a column that an input lacks is filled with missing values there")
          @Default("false")
          boolean fillMissing) {}

  /** For ServiceLoader. */
  public UnionFactory() {
    super(
        "combine/union",
        Options.class,
        "Puts the rows of frames one after another, columns matched by name",
        "fillMissing: true");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new UnionCombiner(options);
  }
}
