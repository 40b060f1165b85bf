package io.millrace.storage.delta;

import io.millrace.api.Ingestor;
import io.millrace.api.PlanContext;
import io.millrace.api.Sink;
import io.millrace.api.StageContext;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.Publication;
import io.millrace.api.store.Publication.Mode;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.IngestorContract;
import io.millrace.testkit.contract.SinkContract;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The contracts of ingestors and sinks, kept by the stages that need Delta. */
@ExtendWith(SparkExtension.class)
final class DeltaContractsTest {
  private static final Schema SCHEMA =
      Schema.of(Column.nullable("id", Simple.LONG), Column.nullable("a.b `c` ü", Simple.STRING));

  private final SparkTestFrames frames;
  @TempDir private Path root;

  DeltaContractsTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private Dataset<Row> rows() {
    return frames.frame(SCHEMA, List.of(List.of(1L, "x"), Arrays.asList(2L, null)));
  }

  private FeatureStore<Dataset<Row>> store() {
    return new DeltaFeatureStoreProvider().open(root.resolve("features").toUri());
  }

  private StageContext<Dataset<Row>> around(EffectKey effect) {
    return TestStageContext.<Dataset<Row>>builder("stage").effect(effect).features(store()).build();
  }

  private abstract class OfIngestor extends IngestorContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected PlanContext<Dataset<Row>> planContext() {
      return TestPlanContext.with(store());
    }

    @Override
    protected StageContext<Dataset<Row>> context() {
      return around(new EffectKey("run-2", "raw", "f"));
    }
  }

  @Nested
  final class Delta extends OfIngestor {
    @BeforeEach
    void write() {
      rows()
          .write()
          .format("delta")
          .option("delta.columnMapping.mode", "name")
          .save(root.resolve("table").toString());
    }

    @Override
    protected Ingestor<Dataset<Row>> stage() {
      return (Ingestor<Dataset<Row>>)
          new IngestDelta()
              .create(
                  new IngestDelta.Options(
                      root.resolve("table").toString(),
                      null,
                      null,
                      null,
                      IngestDelta.Following.ALL));
    }
  }

  @Nested
  final class Features extends OfIngestor {
    @BeforeEach
    void publish() {
      store()
          .publish(
              rows(),
              new Publication("telco", Mode.OVERWRITE, List.of("id"), false),
              new EffectKey("run-1", "features", "f"));
    }

    @Override
    protected Ingestor<Dataset<Row>> stage() {
      return (Ingestor<Dataset<Row>>)
          new IngestFeatures().create(new IngestFeatures.Options("telco", null, null));
    }
  }

  @Nested
  final class Publish extends SinkContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Sink<Dataset<Row>> stage() {
      return (Sink<Dataset<Row>>)
          new PublishFeatures()
              .create(new PublishFeatures.Options("telco", List.of("id"), Mode.OVERWRITE, false));
    }

    @Override
    protected Map<String, Dataset<Row>> inputs() {
      return Map.of("input", rows());
    }

    @Override
    protected StageContext<Dataset<Row>> context(EffectKey effect) {
      return around(effect);
    }
  }
}
