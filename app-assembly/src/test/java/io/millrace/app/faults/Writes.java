package io.millrace.app.faults;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.StageRecord;
import java.lang.reflect.Method;
import java.util.Set;

/** Names the calls that write to tracking. */
final class Writes {
  private static final Set<String> NAMES =
      Set.of(
          "keep",
          "forget",
          "intend",
          "done",
          "start",
          "stage",
          "metrics",
          "tags",
          "finish",
          "register",
          "moveAlias");

  private Writes() {}

  /** As {@code done features}; empty for calls that only read, and for heartbeats. */
  static String text(Method method, Object[] arguments) {
    return NAMES.contains(method.getName())
        ? (method.getName() + " " + subject(arguments)).strip()
        : "";
  }

  private static String subject(Object[] arguments) {
    for (Object argument : arguments) {
      if (argument instanceof EffectKey key) {
        return key.stage();
      }
      if (argument instanceof StageRecord stage) {
        return stage.stage() + " " + stage.status().text();
      }
      if (argument instanceof KeptOutput kept) {
        return kept.facts().containsKey("trial")
            ? "trial %s fold %s".formatted(kept.facts().get("trial"), kept.facts().get("fold"))
            : kept.stage();
      }
    }
    return "";
  }
}
