package io.millrace.stages.sink;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.Range;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code sink/profile}. */
public final class ProfileFactory extends SparkStageFactory<ProfileFactory.Options> {
  /** Options of {@code sink/profile}. */
  public record Options(
      @Help("The columns; all that hold numbers, texts, dates, times or booleans if empty")
          @Default("[]")
          @InputColumn
          List<String> columns,
      @Help("How many of the most frequent values are told; 0 for none")
          @Default("3")
          @Range(min = 0, max = 100)
          int top,
      @Help("How far quantiles may lie from the exact rank, as a share of the rows")
          @Default("0.001")
          @Range(min = 0.000001, max = 1)
          double relativeError) {}

  /** For ServiceLoader. */
  public ProfileFactory() {
    super(
        "sink/profile",
        Options.class,
        "Tells missing values, distinct ones, spread and most frequent values of columns, in one"
            + " pass; the table stands in the run",
        "columns: [tenure, MonthlyCharges, Contract]\ntop: 2");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new ProfileSink(options);
  }
}
