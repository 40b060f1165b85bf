package io.millrace.testkit.spark;

import io.millrace.api.store.FeatureStore;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.file.StageFragment;
import io.millrace.core.plugin.StageDiscovery;
import io.millrace.spark.api.SparkFrames;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryTracking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Runs one stage of the class path from the YAML that a pipeline file would hold of it, with
 * in-memory stores around it: a test sees the options as a user writes them, and the problems as a
 * user reads them. {@link SparkExtension} gives a test its own, with empty stores.
 *
 * <pre>{@code
 * HarnessedStage stage = harness.stage("""
 *     use: transform/impute
 *     with: { columns: [age], strategy: median }
 *     """);
 * assertThat(stage.problems(schema)).isEmpty();
 * Dataset<Row> filled = stage.fit(train).apply(test);
 * }</pre>
 */
public final class StageHarness {
  /** Finding stages reads the class path, so it is done once. */
  private static final class Stages {
    private static final StageCatalog CATALOG =
        StageDiscovery.onClassPath(StageHarness.class.getClassLoader()).catalog();
  }

  private final FeatureStore<Dataset<Row>> features;
  private final ModelRegistry models;

  StageHarness(SparkTestFrames frames) {
    this.features = new MemoryFeatures(frames);
    this.models =
        MemoryTracking.on(new MemoryDatabase(), MemoryArtifactStore.in(temporary("artifacts")))
            .models();
  }

  /** The stage of that fragment: {@code use:}, {@code with:} and what else a stage may have. */
  public HarnessedStage stage(String yaml) {
    return new HarnessedStage(
        this,
        StageFragment.of(Stages.CATALOG, TestPlanContext.with(features), SparkFrames.TYPE),
        yaml);
  }

  /** The feature store that stages of this harness use. */
  public FeatureStore<Dataset<Row>> features() {
    return features;
  }

  /** The model registry that stages of this harness use. */
  public ModelRegistry models() {
    return models;
  }

  static Path temporary(String name) {
    try {
      return Files.createTempDirectory(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
