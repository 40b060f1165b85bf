package io.millrace.core.run;

import io.millrace.api.store.ArtifactStore;
import io.millrace.api.store.StateDirectory;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.KeptOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what stages yield, in the journal and the artifact store. */
final class KeptState {
  private static final String WAYS = "ways";

  private final String run;
  private final Journal journal;
  private final ArtifactStore artifacts;

  KeptState(String run, Journal journal, ArtifactStore artifacts) {
    this.run = run;
    this.journal = journal;
    this.artifacts = artifacts;
  }

  /** Something that can write itself into a directory. */
  @FunctionalInterface
  interface Saved {
    void save(StateDirectory state);
  }

  /** Keeps facts alone. */
  KeptOutput keep(String stage, String fingerprint, Map<String, String> facts) {
    return note(stage, fingerprint, "", facts);
  }

  /** Keeps one state for each way. */
  KeptOutput keepStates(String stage, String fingerprint, List<? extends Saved> ways) {
    return keepStates(stage, fingerprint, ways, Map.of());
  }

  /** Keeps one state for each way, and facts beside them. */
  KeptOutput keepStates(
      String stage, String fingerprint, List<? extends Saved> ways, Map<String, String> facts) {
    String name = name(stage, fingerprint);
    artifacts.publish(
        name,
        directory -> {
          for (int i = 0; i < ways.size(); i++) {
            ways.get(i).save(new StateDirectory(Files.createDirectories(way(directory, i))));
          }
        });
    Map<String, String> all = new LinkedHashMap<>(facts);
    all.put(WAYS, Integer.toString(ways.size()));
    return note(stage, fingerprint, name, all);
  }

  /**
   * Keeps what {@code writer} writes.
   *
   * @param what tells it from other things kept of the stage
   */
  KeptOutput keepFiles(
      String stage,
      String fingerprint,
      String what,
      Map<String, String> facts,
      ArtifactStore.DirectoryWriter writer) {
    String name = name(stage + "-" + what, fingerprint);
    artifacts.publish(name, writer);
    return note(stage, fingerprint, name, facts);
  }

  /** The directories of the ways that were kept. */
  List<StateDirectory> states(KeptOutput kept) {
    Path directory = artifacts.open(kept.artifact());
    int ways = Integer.parseInt(kept.facts().getOrDefault(WAYS, "1"));
    return java.util.stream.IntStream.range(0, ways)
        .mapToObj(i -> new StateDirectory(way(directory, i)))
        .toList();
  }

  /** The directory of the way of all training rows. */
  Path lastState(KeptOutput kept) throws IOException {
    List<StateDirectory> states = states(kept);
    return states.get(states.size() - 1).path();
  }

  /** The local directory of what was kept. */
  Path open(KeptOutput kept) {
    return artifacts.open(kept.artifact());
  }

  private KeptOutput note(
      String stage, String fingerprint, String artifact, Map<String, String> facts) {
    KeptOutput output = new KeptOutput(fingerprint, stage, run, Instant.now(), artifact, facts);
    // A stage that was made to run again replaces what was kept before.
    journal.kept(fingerprint).ifPresent(old -> journal.forget(fingerprint));
    journal.keep(output);
    return output;
  }

  private String name(String stage, String fingerprint) {
    return "runs/"
        + run
        + "/kept/"
        + stage
        + "-"
        + fingerprint.substring(fingerprint.length() - 12);
  }

  private static Path way(Path directory, int index) {
    return directory.resolve("way-" + index);
  }
}
