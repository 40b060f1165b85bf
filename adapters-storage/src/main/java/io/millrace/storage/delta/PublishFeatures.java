package io.millrace.storage.delta;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.store.Publication;
import io.millrace.api.store.Publication.Mode;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code sink/publish-features}: makes a frame the next version of a feature table. */
public final class PublishFeatures extends SparkStageFactory<PublishFeatures.Options> {
  /** Options of {@code sink/publish-features}. */
  public record Options(
      @Help("The feature table: letters, digits, _ and -") @NotEmpty String table,
      @Help("The columns that identify a row; no two rows may share them")
          @Default("[]")
          @InputColumn
          List<String> keys,
      @Help("What happens to the rows of the version before; merge replaces those of equal keys")
          @Default("overwrite")
          Mode mode,
      @Help("Whether columns may be added to the table, and types widened") @Default("false")
          boolean evolveSchema) {}

  /** For ServiceLoader. */
  public PublishFeatures() {
    super(
        "sink/publish-features",
        Options.class,
        "Publishes the frame as a new version of a feature table",
        "table: telco\nkeys: [customerID]");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    if (!DeltaFeatureStore.isName(options.table())) {
      throw new IllegalArgumentException(
          "table '" + options.table() + "' is no name: take letters, digits, _ and -");
    }
    if (options.mode() == Mode.MERGE && options.keys().isEmpty()) {
      throw new IllegalArgumentException("mode merge needs keys, the columns that identify a row");
    }
    return new FeatureSink(
        new Publication(options.table(), options.mode(), options.keys(), options.evolveSchema()));
  }
}
