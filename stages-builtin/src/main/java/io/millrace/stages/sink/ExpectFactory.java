package io.millrace.stages.sink;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code sink/expect}. */
public final class ExpectFactory extends SparkStageFactory<ExpectFactory.Options> {
  /** Options of {@code sink/expect}. */
  public record Options(
      @Help("What is expected of the rows") @NotEmpty List<Expectation> expectations,
      @Help(
              "The directory that gets rows of onFail quarantine, with reasons; those of the run"
                  + " before are replaced")
          @NotEmpty
          @Nullable String path,
      @Help("How those rows are written") @Default("json") QuarantineFactory.Format format) {}

  /** For ServiceLoader. */
  public ExpectFactory() {
    super(
        "sink/expect",
        Options.class,
        "Checks what is expected of rows: fails, warns, or keeps rows back; a table of results"
            + " stands in the run",
        """
        expectations:
          - { check: unique, columns: [customerID] }
          - { check: range, columns: [tenure], min: 0, max: 100, onFail: warn }
          - { check: domain, columns: [Contract], values: [Month-to-month, One year, Two year], onFail: drop }
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    ExpectationChecks.requireSound(options);
    return new ExpectSink(options);
  }
}
