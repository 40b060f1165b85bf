package io.millrace.console.web;

import io.millrace.api.tracking.Lease;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryFeatureStore;
import io.millrace.testkit.memory.MemoryTracking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A home in memory, but for the files of runs. */
public final class SeededWorkspace implements Workspace {
  private final Tracking tracking;
  private final MemoryFeatureStore features = MemoryFeatureStore.empty();
  private final Path directory;

  /** An empty one. */
  public SeededWorkspace(Path directory) {
    this.directory = directory;
    this.tracking = MemoryTracking.on(new MemoryDatabase(), MemoryArtifactStore.in(directory));
  }

  /** Notes a run that this process, as it seems, works on. */
  public void startLive(String run, String pipeline, Map<String, String> documents) {
    start(run, pipeline, documents);
    long pid = ProcessHandle.current().pid();
    tracking
        .journal()
        .acquire(
            new Lease(run, "elsewhere", pid, Instant.EPOCH, Instant.now().plusSeconds(3600)),
            holder -> true);
  }

  /** Notes a run that nobody works on. */
  public void start(String run, String pipeline, Map<String, String> documents) {
    tracking
        .runs()
        .start(new RunStart(run, pipeline, Instant.now(), Map.of(), Map.of(), documents));
  }

  /** What a run writes of itself. */
  public void append(String run, String text) throws IOException {
    Path file = runs().resolve(run).resolve("events.jsonl");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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
    return directory.resolve("runs");
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
