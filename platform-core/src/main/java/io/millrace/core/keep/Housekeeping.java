package io.millrace.core.keep;

import static java.util.Objects.requireNonNull;

import io.millrace.api.store.ArtifactStore;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.event.RunEvents;
import io.millrace.core.home.Home;
import io.millrace.core.home.RunPlaces;
import io.millrace.core.run.RunHistory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is kept and why, and deletes what nothing needs: a kept output is needed as long as a
 * recorded run made or used it, a package as long as its version is registered.
 */
public final class Housekeeping {
  private final Tracking tracking;
  private final ArtifactStore artifacts;
  private final Path runs;
  private final String address;
  private final RunPlaces places;

  /**
   * Of one home.
   *
   * @param address where {@code tracking} is, without user and password
   */
  public Housekeeping(Tracking tracking, ArtifactStore artifacts, String address, Home home) {
    this.tracking = requireNonNull(tracking, "tracking is null");
    this.artifacts = requireNonNull(artifacts, "artifacts is null");
    this.address = requireNonNull(address, "address is null");
    this.runs = home.runs();
    this.places = new RunPlaces(home);
  }

  /**
   * Something that is kept.
   *
   * @param name the artifact's name, or for what is only noted the fingerprint
   * @param bytes its size
   * @param needed whether something needs it
   * @param why one sentence
   */
  public record Item(String name, long bytes, boolean needed, String why) {}

  /** Everything that is kept; the same list again, without what was deleted, if {@code delete}. */
  public List<Item> collect(boolean delete) {
    Map<String, String> users = users();
    Journal journal = tracking.journal();
    List<Item> items = new ArrayList<>();
    Set<String> accounted = new HashSet<>();
    for (KeptOutput kept : journal.keptOutputs()) {
      String user = users.getOrDefault(kept.fingerprint(), users.get("run:" + kept.run()));
      items.add(item(kept, user));
      accounted.add(kept.artifact());
      if (delete && user == null) {
        journal.forget(kept.fingerprint());
        deleteArtifact(kept.artifact());
      }
    }
    registered(items, accounted);
    leftovers(items, accounted, users, delete);
    return items;
  }

  /**
   * Forgets runs that have ended, except those whose model is registered, the newest of each
   * pipeline, and of each model those that scored, followed or served last.
   *
   * @param keep how many runs of each pipeline stay, and of each other kind and model
   * @param olderThan only runs that started longer ago than this
   * @param dryRun whether to tell only
   * @return the runs that are forgotten
   */
  public List<RunRecord> prune(int keep, Duration olderThan, boolean dryRun) {
    Instant limit = Instant.now().minus(olderThan);
    Set<String> needed = runsOfModels();
    Map<String, Integer> seen = new HashMap<>();
    List<RunRecord> pruned = new ArrayList<>();
    RunHistory history = new RunHistory(tracking, Clock.systemUTC());
    for (RunRecord run : history.runs(RunQuery.newest(Integer.MAX_VALUE).of(Set.of()))) {
      int count = seen.merge(run.start().kind() + " " + run.start().pipeline(), 1, Integer::sum);
      boolean ended = run.status() != RunStatus.RUNNING;
      if (ended
          && count > keep
          && run.start().time().isBefore(limit)
          && !needed.contains(run.start().run())) {
        pruned.add(run);
      }
    }
    if (!dryRun) {
      for (RunRecord run : pruned) {
        tracking.journal().deleteRun(run.start().run());
        tracking.runs().delete(run.start().run());
        RunEvents.delete(runs, run.start().run());
      }
    }
    return pruned;
  }

  private Item item(KeptOutput kept, @Nullable String user) {
    boolean stored = !kept.artifact().isEmpty() && artifacts.exists(kept.artifact());
    return new Item(
        kept.artifact().isEmpty()
            ? kept.stage() + " " + kept.fingerprint().substring(0, 12)
            : kept.artifact(),
        stored ? artifacts.size(kept.artifact()) : 0,
        user != null,
        user != null ? "run " + user + " used it" : "no recorded run used it");
  }

  /** Registered packages stay; they are listed so that a reader sees all of the home. */
  private void registered(List<Item> items, Set<String> accounted) {
    for (String model : tracking.models().models()) {
      for (ModelVersion version : tracking.models().versions(model)) {
        accounted.add(version.artifact());
        items.add(
            new Item(
                version.artifact(),
                artifacts.exists(version.artifact()) ? artifacts.size(version.artifact()) : 0,
                true,
                "registered as %s version %d".formatted(model, version.version())));
      }
    }
  }

  /** Packages between building and registering, and what runs left that are no longer recorded. */
  private void leftovers(
      List<Item> items, Set<String> accounted, Map<String, String> users, boolean delete) {
    for (String name : artifacts.list("runs/")) {
      if (!accounted.contains(name)) {
        Item item = leftover(name, name.split("/", 3)[1], users);
        items.add(item);
        if (delete && !item.needed()) {
          deleteArtifact(name);
        }
      }
    }
  }

  private Item leftover(String name, String run, Map<String, String> users) {
    String place = places.of(run);
    if (users.containsKey("run:" + run)) {
      return new Item(name, artifacts.size(name), true, "run " + run + " made it");
    }
    return place.equals(address)
        ? new Item(name, artifacts.size(name), false, "its run is not recorded")
        : new Item(name, artifacts.size(name), true, "its run is recorded in " + place);
  }

  private void deleteArtifact(String name) {
    if (!name.isEmpty()) {
      artifacts.delete(name);
    }
  }

  /** A run that uses it, by fingerprint; and every recorded run, as {@code run:ID}. */
  private Map<String, String> users() {
    Map<String, String> users = new HashMap<>();
    for (RunRecord listed : tracking.runs().runs(RunQuery.newest(Integer.MAX_VALUE).of(Set.of()))) {
      String run = listed.start().run();
      users.put("run:" + run, run);
      Optional<RunRecord> record = tracking.runs().run(run);
      record
          .map(RunRecord::stages)
          .orElse(List.of())
          .forEach((StageRecord stage) -> users.putIfAbsent(stage.fingerprint(), run));
    }
    return users;
  }

  private Set<String> runsOfModels() {
    Set<String> runs = new HashSet<>();
    for (String model : tracking.models().models()) {
      tracking.models().versions(model).forEach(version -> runs.add(version.run()));
    }
    return runs;
  }
}
