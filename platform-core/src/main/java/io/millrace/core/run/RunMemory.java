package io.millrace.core.run;

import io.millrace.api.Engine;
import io.millrace.api.SharingTransformer;
import io.millrace.api.effect.Receipt;
import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.StageRecord;
import io.millrace.core.plan.Plan;
import io.millrace.core.promote.GateOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has happened so far in a run, across the rounds that searches make necessary. Thread-safe.
 */
final class RunMemory<D> {
  private final Map<String, Done<D>> done = new HashMap<>();
  private final Map<String, StageRecord> records = new LinkedHashMap<>();
  private final Map<String, Double> metrics = new LinkedHashMap<>();
  private final List<GateOutcome> gates = new ArrayList<>();
  private final Map<String, KeptOutput> searches = new LinkedHashMap<>();
  private final Set<String> skipped = new LinkedHashSet<>();
  private final Map<String, Receipt> deployed = new LinkedHashMap<>();
  private final Map<String, Held<D>> held = new HashMap<>();
  private final Map<String, List<SharingTransformer.Learning<D>>> learnings = new HashMap<>();
  private final Set<String> finished = new LinkedHashSet<>();
  private final Set<RunLink> links = new LinkedHashSet<>();
  private @Nullable StageFailure failure;
  private @Nullable Plan<D> plan;

  private record Done<D>(String fingerprint, Output<D> output) {}

  /** Frames that are persisted until some stages are done. */
  private record Held<D>(List<D> frames, Set<String> until) {}

  /**
   * A stage failed.
   *
   * @param stage its id
   * @param cause why
   */
  record StageFailure(String stage, MillraceException cause) {}

  /** Notes what is carried out from now on. */
  synchronized void planned(Plan<D> next) {
    plan = next;
  }

  /** What was carried out last. */
  synchronized Optional<Plan<D>> plan() {
    return Optional.ofNullable(plan);
  }

  /** Notes something that only the work itself knows to have been read or written. */
  synchronized void link(RunLink link) {
    links.add(link);
  }

  /** What the work noted to have read and written. */
  synchronized Set<RunLink> links() {
    return new LinkedHashSet<>(links);
  }

  synchronized void done(String stage, String fingerprint, Output<D> output) {
    done.put(stage, new Done<>(fingerprint, output));
  }

  /** What a stage yielded in this run under that fingerprint. */
  synchronized Optional<Output<D>> output(String stage, String fingerprint) {
    return Optional.ofNullable(done.get(stage))
        .filter(d -> d.fingerprint().equals(fingerprint))
        .map(Done::output);
  }

  /** What a stage yielded in this run; it must have been reached. */
  synchronized Output<D> output(String stage) {
    Done<D> found = done.get(stage);
    if (found == null) {
      throw new IllegalStateException("stage '" + stage + "' has not been reached");
    }
    return found.output();
  }

  /** What a stage yielded in this run, if it was reached. */
  synchronized Optional<Output<D>> find(String stage) {
    return Optional.ofNullable(done.get(stage)).map(Done::output);
  }

  /** Another stage's pass brought along what a stage is to learn on each way. */
  synchronized void learnings(String fingerprint, List<SharingTransformer.Learning<D>> ways) {
    learnings.put(fingerprint, ways);
  }

  /** What another stage's pass brought along for a stage, once. */
  synchronized Optional<List<SharingTransformer.Learning<D>>> takeLearnings(String fingerprint) {
    return Optional.ofNullable(learnings.remove(fingerprint));
  }

  synchronized void skipped(String stage) {
    skipped.add(stage);
  }

  synchronized boolean isSkipped(String stage) {
    return skipped.contains(stage);
  }

  synchronized void searched(String trainer, KeptOutput result) {
    searches.put(trainer, result);
  }

  /** What searches of this run chose, by trainer. */
  synchronized Map<String, KeptOutput> searches() {
    return new LinkedHashMap<>(searches);
  }

  /** Notes a record; a stage that ran in an earlier round stays one that ran. */
  synchronized boolean record(StageRecord record) {
    StageRecord earlier = records.get(record.stage());
    boolean knowsMore =
        earlier != null
            && (record.status() == StageRecord.Status.SKIPPED
                || earlier.status() == StageRecord.Status.RAN
                    && record.status() == StageRecord.Status.REUSED);
    if (knowsMore) {
      return false;
    }
    records.put(record.stage(), record);
    return true;
  }

  synchronized List<StageRecord> records() {
    List<StageRecord> sorted = new ArrayList<>(records.values());
    sorted.sort(java.util.Comparator.comparingInt(StageRecord::position));
    return sorted;
  }

  synchronized void metrics(Map<String, Double> more) {
    metrics.putAll(more);
  }

  synchronized Map<String, Double> metrics() {
    return new LinkedHashMap<>(metrics);
  }

  synchronized void gate(GateOutcome outcome) {
    gates.add(outcome);
  }

  synchronized List<GateOutcome> gates() {
    return List.copyOf(gates);
  }

  synchronized void deployed(String model, Receipt receipt) {
    deployed.put(model, receipt);
  }

  /** What deployers did, by model. */
  synchronized Map<String, Receipt> deployed() {
    return new LinkedHashMap<>(deployed);
  }

  /** Notes a failure; the first one counts. */
  synchronized void failed(String stage, MillraceException cause) {
    if (failure == null) {
      failure = new StageFailure(stage, cause);
    }
  }

  synchronized Optional<StageFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /** Notes that frames are persisted until all of those stages are done. */
  synchronized void hold(String stage, List<D> frames, List<String> until) {
    Held<D> earlier = held.get(stage);
    List<D> all = new ArrayList<>(frames);
    if (earlier != null) {
      all.addAll(earlier.frames());
    }
    Set<String> open = new LinkedHashSet<>(until);
    open.removeAll(finished);
    held.put(stage, new Held<>(all, open));
  }

  /** In a new round, other stages may read what is held. */
  synchronized void holdUntil(String stage, List<String> until) {
    Held<D> earlier = held.get(stage);
    if (earlier != null) {
      held.put(stage, new Held<>(earlier.frames(), new LinkedHashSet<>(until)));
    }
  }

  synchronized boolean holds(String stage) {
    return held.containsKey(stage);
  }

  /** Notes that a stage is done, and lets go of the frames that nothing waits for any more. */
  void finished(String stage, Optional<Engine<D>> engine) {
    List<D> released = new ArrayList<>();
    synchronized (this) {
      finished.add(stage);
      held.values().forEach(frames -> frames.until().remove(stage));
      held.values()
          .removeIf(frames -> frames.until().isEmpty() && released.addAll(frames.frames()));
    }
    engine.ifPresent(e -> released.forEach(e::unpersist));
  }

  /** Lets go of all frames. */
  void releaseAll(Optional<Engine<D>> engine) {
    List<D> released = new ArrayList<>();
    synchronized (this) {
      held.values().forEach(frames -> released.addAll(frames.frames()));
      held.clear();
    }
    engine.ifPresent(e -> released.forEach(e::unpersist));
  }

  /** A new round: stages that only a search stopped short of may be done again. */
  synchronized void nextRound() {
    finished.clear();
  }
}
