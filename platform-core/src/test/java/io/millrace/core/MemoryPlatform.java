package io.millrace.core;

import io.millrace.api.StageFactory;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureStoreProvider;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.catalog.StageOrigin;
import io.millrace.core.file.FileRequest;
import io.millrace.core.plugin.DiscoveredStages;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.core.wiring.World;
import io.millrace.model.FileHashes;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryEngineProvider;
import io.millrace.testkit.memory.MemoryFeatureStore;
import io.millrace.testkit.memory.MemoryOutputWriter;
import io.millrace.testkit.memory.MemoryTracking;
import io.millrace.testkit.memory.Table;
import io.millrace.testkit.memory.stages.CallLog;
import io.millrace.testkit.memory.stages.MemoryStages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A platform on the in-memory world; its stores outlive each platform that is opened on them. */
final class MemoryPlatform {
  final CallLog calls = new CallLog();
  final MemoryDatabase database = new MemoryDatabase();
  final MemoryFeatureStore features = MemoryFeatureStore.empty();
  final MemoryOutputWriter outputs = new MemoryOutputWriter();
  final MemoryEngineProvider engines = new MemoryEngineProvider();

  /** What the hash of each stage's code starts with. */
  String code = "code-";

  /** The jars that stages come from, by name; all others are built in. */
  final Map<String, Path> jars = new HashMap<>();

  /** The names of stages that are not there. */
  final Set<String> lacking = new HashSet<>();

  private final Path home;

  MemoryPlatform(Path home) {
    this.home = home;
  }

  /** A platform as another process would open it. */
  Platform<Table> open() {
    return open(tracking());
  }

  /** The same on a tracking of the test's own. */
  Platform<Table> open(Tracking tracking) {
    return open(tracking, PlatformSettings.of(home));
  }

  /** The same on a tracking that has an address of its own. */
  Platform<Table> open(Tracking tracking, String address) {
    PlatformSettings plain = PlatformSettings.of(home);
    return open(
        tracking,
        new PlatformSettings(
            plain.home(),
            plain.plugins(),
            address,
            plain.masterOrNull(),
            plain.conf(),
            plain.variables(),
            plain.loader()));
  }

  private Platform<Table> open(Tracking tracking, PlatformSettings settings) {
    List<OfferedStage> offered = new ArrayList<>();
    for (StageFactory<Table, ?> factory : MemoryStages.all(calls)) {
      if (!lacking.contains(factory.name())) {
        offered.add(offered(factory));
      }
    }
    return Platform.of(
        settings,
        new World<>(engines, stores(), List.of(outputs)),
        DiscoveredStages.of(
            StageCatalog.of(offered, List.of()), MemoryPlatform.class.getClassLoader()),
        tracking,
        MemoryArtifactStore.in(home));
  }

  private OfferedStage offered(StageFactory<Table, ?> factory) {
    Path jar = jars.get(factory.name());
    try {
      return jar == null
          ? new OfferedStage(factory, StageOrigin.BUILT_IN, code + factory.name())
          : new OfferedStage(factory, StageOrigin.ofJar(jar), FileHashes.of(jar));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  MemoryTracking tracking() {
    return MemoryTracking.on(database, MemoryArtifactStore.in(home));
  }

  /** Runs a file in a process of its own. */
  RunReport run(String yaml) {
    return run(yaml, call -> call);
  }

  RunReport run(String yaml, UnaryOperator<RunCall> more) {
    try (Platform<Table> platform = open()) {
      return platform
          .run(more.apply(RunCall.of(FileRequest.of(yaml, "pipeline.yaml"))))
          .execute(RunListener.NONE);
    }
  }

  RunReport resume(String run) {
    try (Platform<Table> platform = open()) {
      return platform.resume(run, null).execute(RunListener.NONE);
    }
  }

  /** The status of each stage, by id. */
  static Map<String, String> statuses(RunReport report) {
    Map<String, String> statuses = new LinkedHashMap<>();
    for (StageRecord record : report.stages()) {
      statuses.put(record.stage(), record.status().text());
    }
    return statuses;
  }

  /** What the record says of a stage beside its status. */
  static String message(RunReport report, String stage) {
    return report.stages().stream()
        .filter(record -> record.stage().equals(stage))
        .map(StageRecord::message)
        .findFirst()
        .orElseThrow();
  }

  private FeatureStoreProvider<Table> stores() {
    return new FeatureStoreProvider<>() {
      @Override
      public DatasetType<Table> datasetType() {
        return engines.datasetType();
      }

      @Override
      public FeatureStore<Table> open(URI root) {
        return features.another();
      }
    };
  }
}
