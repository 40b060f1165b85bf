package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Engine;
import io.millrace.api.EngineProvider;
import io.millrace.api.EngineSettings;
import io.millrace.api.Ingestor;
import io.millrace.api.PlanContext;
import io.millrace.api.QuarantineColumns;
import io.millrace.api.Stage;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.RunStatus;
import io.millrace.core.Platform;
import io.millrace.core.RunCall;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.catalog.StageOrigin;
import io.millrace.core.file.FileRequest;
import io.millrace.core.plugin.DiscoveredStages;
import io.millrace.core.plugin.StageDiscovery;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.core.wiring.World;
import io.millrace.spark.SparkEngine;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.api.SparkFrames;
import io.millrace.storage.delta.DeltaFeatureStoreProvider;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryTracking;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A source whose bad rows are set aside is read by the quarantine and by what follows. */
@ExtendWith(SparkExtension.class)
final class ParsedOnceTest {
  private static final int ROWS = 6;
  private static final AtomicInteger PARSED = new AtomicInteger();

  @TempDir Path home;
  private final SparkSession session;

  ParsedOnceTest(SparkSession session) {
    this.session = session;
  }

  @Test
  void everyRowIsParsedOnceThoughTwoActionsReadIt() {
    PARSED.set(0);
    String yaml =
        """
        pipeline: once
        stages:
          - id: raw
            use: ingest/counted
          - id: good
            use: sink/quarantine
            from: raw
            with: { path: "%s" }
          - id: features
            use: sink/publish-features
            from: good
            with: { table: kept, keys: [id] }
        """
            .formatted(home.resolve("bad"));

    RunReport report;
    try (Platform<Dataset<Row>> platform = platform()) {
      report =
          platform.run(RunCall.of(FileRequest.of(yaml, "once.yaml"))).execute(RunListener.NONE);
    }

    assertThat(report.status()).isEqualTo(RunStatus.DONE);
    assertThat(session.read().format("delta").load(home + "/features/kept").count()).isEqualTo(4);
    assertThat(session.read().json(home + "/bad").count()).isEqualTo(2);
    assertThat(PARSED).hasValue(ROWS);
  }

  private Platform<Dataset<Row>> platform() {
    List<OfferedStage> stages =
        new ArrayList<>(
            StageDiscovery.onClassPath(ParsedOnceTest.class.getClassLoader()).catalog().all());
    stages.add(new OfferedStage(new CountedFactory(), StageOrigin.BUILT_IN, "code"));
    MemoryArtifactStore artifacts = MemoryArtifactStore.in(home.resolve("artifacts"));
    return Platform.of(
        PlatformSettings.of(home),
        new World<>(new SharedEngine(session), new DeltaFeatureStoreProvider()),
        DiscoveredStages.of(
            StageCatalog.of(stages, List.of()), ParsedOnceTest.class.getClassLoader()),
        MemoryTracking.on(new MemoryDatabase(), artifacts),
        artifacts);
  }

  private record SharedEngine(SparkSession session) implements EngineProvider<Dataset<Row>> {
    @Override
    public DatasetType<Dataset<Row>> datasetType() {
      return SparkFrames.TYPE;
    }

    @Override
    public Engine<Dataset<Row>> open(EngineSettings settings) {
      return SparkEngine.on(session);
    }
  }

  /** No options. */
  public record Options() {}

  private static final class CountedFactory implements StageFactory<Dataset<Row>, Options> {
    @Override
    public String name() {
      return "ingest/counted";
    }

    @Override
    public StageKind kind() {
      return StageKind.INGESTOR;
    }

    @Override
    public DatasetType<Dataset<Row>> datasetType() {
      return SparkFrames.TYPE;
    }

    @Override
    public Class<Options> optionsType() {
      return Options.class;
    }

    @Override
    public String help() {
      return "Counts the rows that it makes";
    }

    @Override
    public String example() {
      return "";
    }

    @Override
    public Stage<Dataset<Row>> create(Options options) {
      return new Counted();
    }
  }

  /** Every third row is bad. */
  private static final class Counted implements Ingestor<Dataset<Row>> {
    private static final Schema SCHEMA =
        QuarantineColumns.addedTo(Schema.of(Column.nullable("id", Simple.LONG)));

    @Override
    public Schema schema(PlanContext<Dataset<Row>> context) {
      return SCHEMA;
    }

    @Override
    public Optional<String> version(PlanContext<Dataset<Row>> context) {
      return Optional.empty();
    }

    @Override
    public Dataset<Row> read(Optional<String> version, StageContext<Dataset<Row>> context) {
      StructType columns = Schemas.toSpark(SCHEMA);
      MapFunction<Long, Row> parse =
          id -> {
            PARSED.incrementAndGet();
            return id % 3 == 0
                ? RowFactory.create(null, "it is a third one", id.toString(), "here")
                : RowFactory.create(id, null, null, null);
          };
      return SparkSession.active().range(0, ROWS, 1, 2).map(parse, Encoders.row(columns));
    }
  }
}
