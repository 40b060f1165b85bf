package io.millrace.stages.split;

import io.millrace.api.Part;
import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code split/given}. */
public final class GivenSplitFactory extends SparkStageFactory<GivenSplitFactory.Options> {
  /** Options of {@code split/given}. */
  public record Options(
      @Help("The parts that come in, each from the input of its name")
          @Default("[train, test]")
          @NotEmpty
          List<Part> parts) {}

  /** For ServiceLoader. */
  public GivenSplitFactory() {
    super(
        "split/given",
        Options.class,
        "Takes parts that were split elsewhere, as from: { train: …, test: … }",
        "parts: [train, test]");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new GivenSplitter(options);
  }
}
