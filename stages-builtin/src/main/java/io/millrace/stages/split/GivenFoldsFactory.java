package io.millrace.stages.split;

import io.millrace.api.Stage;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code split/given-folds}. */
public final class GivenFoldsFactory extends SparkStageFactory<GivenFoldsFactory.Options> {
  /** Options of {@code split/given-folds}. */
  public record Options(
      @Help("The column that tells folds apart: rows that share a value are held out together")
          @InputColumn
          @NotEmpty
          String column) {}

  /** For ServiceLoader. */
  public GivenFoldsFactory() {
    super(
        "split/given-folds",
        Options.class,
        "Makes a fold for each value of a column: folds that others prescribe, or a group at a time",
        "column: Contract");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new GivenFoldsSplitter(options.column());
  }
}
