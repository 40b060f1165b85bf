package io.millrace.stages.split;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.Range;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code split/k-fold}. */
public final class KFoldFactory extends SparkStageFactory<KFoldFactory.Options> {
  /** Options of {@code split/k-fold}. */
  public record Options(
      @Help("The number of folds") @Default("5") @Range(min = 2, max = 1000) int k,
      @Help("The columns that tell rows apart: rows that share them stay together; all if empty")
          @Default("[]")
          @InputColumn
          List<String> keys) {}

  /** For ServiceLoader. */
  public KFoldFactory() {
    super(
        "split/k-fold",
        Options.class,
        "Makes k folds by a hash of the rows' content; each row is held out once",
        "k: 5");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new KFoldSplitter(options);
  }
}
