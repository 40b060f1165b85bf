package io.millrace.serving.rollout;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Begins, judges and ends the canaries of all models. Thread-safe. */
public final class Canaries {
  private final StateCell state;
  private final VersionAccess versions;
  private final ModelChange changes;
  private final RolloutListener listener;
  private final InstantSource clock;

  Canaries(
      StateCell state,
      VersionAccess versions,
      ModelChange changes,
      RolloutListener listener,
      InstantSource clock) {
    this.state = state;
    this.versions = versions;
    this.changes = changes;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Begins a canary.
   *
   * @throws MillraceException if the target can't be served
   */
  public void begin(String name, String target, CanaryPolicy policy) {
    changes.require(name);
    try (VersionAccess.Change change = versions.begin()) {
      Resident resident = change.load(name, target);
      changes.change(
          name,
          model -> ModelChanges.canaryBegun(model, target, resident, policy, clock.instant()));
    }
    tell(name);
  }

  /** Ends a canary: the stable route takes all requests. */
  public void stop(String name) {
    changes.change(name, model -> ModelChanges.canaryStopped(model, "It was stopped by hand."));
    tell(name);
  }

  /** Looks at the figures of the running canaries, and promotes them or rolls them back. */
  public void judge() {
    for (String name : state.get().models().keySet()) {
      CanaryRun before = canary(name);
      if (before == null || before.phase().isEnd()) {
        continue;
      }
      state.changeModel(name, model -> ModelChanges.canaryJudged(model, clock.instant()));
      CanaryRun after = canary(name);
      if (after != null && after.phase() != before.phase()) {
        tell(name);
      }
    }
  }

  private void tell(String name) {
    CanaryRun run = canary(name);
    if (run != null) {
      listener.canary(name, run);
      if (run.phase() == CanaryRun.Phase.ROLLED_BACK) {
        listener.rolledBack(name, run.reason());
      }
    }
  }

  private @Nullable CanaryRun canary(String name) {
    return state.model(name).map(ModelState::canary).orElse(null);
  }
}
