package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.Range;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code transform/drop-missing}. */
public final class DropMissingFactory extends SparkStageFactory<DropMissingFactory.Options> {
  /** Options of {@code transform/drop-missing}. */
  @Exclusive(
      value = {"rowsAbove", "columnsAbove"},
      oneRequired = true)
  public record Options(
      @Help("The columns whose values count as missing where null or not a number; all if empty")
          @Default("[]")
          @InputColumn
          List<String> columns,
      @Help("Drops each row of which more than this share of the columns is missing; 0: any")
          @Range(min = 0, max = 1, maxExclusive = true)
          @Nullable Double rowsAbove,
      @Help("Drops each column that is missing in more than this share of the training rows")
          @Range(min = 0, max = 1, maxExclusive = true)
          @Nullable Double columnsAbove) {}

  /** For ServiceLoader. */
  public DropMissingFactory() {
    super(
        "transform/drop-missing",
        Options.class,
        "Drops rows, or columns, of which too large a share is missing",
        "columns: [TotalCharges, PaymentMethod]\nrowsAbove: 0.5");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    Double rows = options.rowsAbove();
    Double columns = options.columnsAbove();
    // Refuses columns named twice.
    ColumnPairs.of(options.columns(), null, "");
    if (rows != null) {
      return new DropMissingRows(options.columns(), rows);
    }
    return new DropMissingColumns(options.columns(), columns == null ? 1 : columns);
  }
}
