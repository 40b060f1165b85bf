package io.millrace.browser;

import io.millrace.api.StageFactory;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureStoreProvider;
import io.millrace.api.tracking.Tracking;
import io.millrace.console.web.Workspace;
import io.millrace.core.Platform;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.catalog.StageOrigin;
import io.millrace.core.plugin.DiscoveredStages;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.core.wiring.World;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryEngineProvider;
import io.millrace.testkit.memory.MemoryFeatureStore;
import io.millrace.testkit.memory.MemoryOutputWriter;
import io.millrace.testkit.memory.MemoryTracking;
import io.millrace.testkit.memory.Table;
import io.millrace.testkit.memory.stages.CallLog;
import io.millrace.testkit.memory.stages.MemoryStages;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A home on the in-memory world, in which pipelines run for true. */
final class ConsoleHome implements Workspace {
  final CallLog calls = new CallLog();
  private final MemoryEngineProvider engines = new MemoryEngineProvider();
  private final MemoryFeatureStore features = MemoryFeatureStore.empty();
  private final Path root;
  private final Tracking tracking;

  ConsoleHome(Path root) {
    this.root = root;
    this.tracking = MemoryTracking.on(new MemoryDatabase(), MemoryArtifactStore.in(root));
  }

  /** A platform as another process would open it. */
  Platform<Table> open() {
    List<OfferedStage> offered = new ArrayList<>();
    for (StageFactory<Table, ?> factory : MemoryStages.all(calls)) {
      offered.add(new OfferedStage(factory, StageOrigin.BUILT_IN, "code-" + factory.name()));
    }
    return Platform.of(
        PlatformSettings.of(root),
        new World<>(engines, stores(), List.of(new MemoryOutputWriter())),
        DiscoveredStages.of(
            StageCatalog.of(offered, List.of()), ConsoleHome.class.getClassLoader()),
        tracking,
        MemoryArtifactStore.in(root));
  }

  private FeatureStoreProvider<Table> stores() {
    return new FeatureStoreProvider<>() {
      @Override
      public DatasetType<Table> datasetType() {
        return engines.datasetType();
      }

      @Override
      public FeatureStore<Table> open(URI place) {
        return features.another();
      }
    };
  }

  /** What is recorded. */
  Tracking records() {
    return tracking;
  }

  @Override
  public Optional<Tracking> tracking() {
    return Optional.of(tracking);
  }

  @Override
  public MemoryFeatureStore features() {
    return features;
  }

  @Override
  public Path runs() {
    return root.resolve("runs");
  }

  @Override
  public String user() {
    return "ada";
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }
}
