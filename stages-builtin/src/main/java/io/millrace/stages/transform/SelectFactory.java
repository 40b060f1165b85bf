package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code transform/select}. */
public final class SelectFactory extends SparkStageFactory<SelectFactory.Options> {
  /** Options of {@code transform/select}. */
  @Exclusive(
      value = {"columns", "drop", "rename"},
      oneRequired = true)
  public record Options(
      @Help("The columns to keep, in this order") @InputColumn @NotEmpty
          @Nullable List<String> columns,
      @Help("The columns to leave out") @InputColumn @NotEmpty @Nullable List<String> drop,
      @Help("New names by old ones; the other columns stay as they are") @InputColumn @NotEmpty
          @Nullable Map<String, String> rename) {}

  /** For ServiceLoader. */
  public SelectFactory() {
    super(
        "transform/select", Options.class, "Keeps, drops or renames columns", "drop: [customerID]");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new SelectTransformer(options);
  }
}
