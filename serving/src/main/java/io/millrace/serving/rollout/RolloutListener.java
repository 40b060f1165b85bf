package io.millrace.serving.rollout;

import io.millrace.serving.model.ServedModel;
import org.jspecify.annotations.Nullable;

/** Is told what happens to versions, for logs and metrics. Must not block, and must not throw. */
public interface RolloutListener {
  /** A version was checked, loaded and warmed up. */
  void loaded(ServedModel model, double seconds);

  /**
   * A target names another version from now on.
   *
   * @param from the version that answered before; null at the start
   */
  void pointed(String model, String target, @Nullable String from, String to);

  /** A version can't be served; the one before stays. */
  void refused(String model, String target, String version, String reason);

  /** The registry could not be asked; what is loaded stays. */
  void registryFailed(String model, String reason);

  /** The registry answers again. */
  void registryRecovered();

  /** A canary came to another phase. */
  void canary(String model, CanaryRun run);

  /** A route went back to what was before. */
  void rolledBack(String model, String reason);

  /** Nobody uses a version any more, and it was let go. */
  void letGo(ServedModel model);
}
