package io.millrace.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The engine's settings as the pipeline and the call give them, for stages that look at files
 * before there is an engine: where a store lies and whom it lets in stands there. Bound to the
 * thread that asks a stage for its schema or its data version.
 */
public final class PlanSettings {
  /** What a secret looks like that is not put in, as when a file is only looked at. */
  private static final String SECRET = "${secret:";

  private static final ThreadLocal<Map<String, String>> CURRENT = ThreadLocal.withInitial(Map::of);

  private PlanSettings() {}

  /** The settings whose values are known; none outside of {@link #with}. */
  public static Map<String, String> current() {
    Map<String, String> known = new LinkedHashMap<>(CURRENT.get());
    known.values().removeIf(value -> value.contains(SECRET));
    return known;
  }

  /**
   * Whether secrets are left out, as {@code validate} and {@code plan} do: then it is no mistake of
   * the user's that a store lets nobody in.
   */
  public static boolean isSealed() {
    return CURRENT.get().values().stream().anyMatch(value -> value.contains(SECRET));
  }

  /** Does work with these settings, besides those that hold already. */
  public static <T> T with(Map<String, String> settings, Supplier<T> work) {
    Map<String, String> before = CURRENT.get();
    Map<String, String> all = new LinkedHashMap<>(settings);
    // What holds already was said on the command line, and goes before what a file says.
    all.putAll(before);
    CURRENT.set(Map.copyOf(all));
    try {
      return work.get();
    } finally {
      CURRENT.set(before);
    }
  }
}
