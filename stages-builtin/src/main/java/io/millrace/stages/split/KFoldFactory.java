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
import org.jspecify.annotations.Nullable;

/** {@code split/k-fold}. */
public final class KFoldFactory extends SparkStageFactory<KFoldFactory.Options> {
  /** Options of {@code split/k-fold}. */
  public record Options(
      @Help("The number of folds") @Default("5") @Range(min = 2, max = 1000) int k,
      @Help("The columns that tell rows apart: rows that share them stay together; all if empty")
          @Default("[]")
          @InputColumn
          List<String> keys,
      @Help("A column whose values keep their shares in every fold; not together with keys")
          @InputColumn
          @Nullable String stratify) {}

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
    if (options.stratify() != null && !options.keys().isEmpty()) {
      throw new IllegalArgumentException(
          "keys and stratify exclude each other: a group's rows may be of several classes");
    }
    return new KFoldSplitter(options);
  }
}
