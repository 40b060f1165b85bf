package io.millrace.core.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Warnings of work that is done again and again, as in the trials of a search: each is told once,
 * with how often it came up.
 */
final class TrialWarnings implements AutoCloseable {
  private final RunListener listener;
  private final Map<Warning, Integer> counts = new LinkedHashMap<>();

  private record Warning(String stage, String message) {}

  TrialWarnings(RunListener listener) {
    this.listener = listener;
  }

  synchronized void add(String stage, String message) {
    counts.merge(new Warning(stage, message), 1, Integer::sum);
  }

  /** Tells them. */
  @Override
  public synchronized void close() {
    counts.forEach(
        (warning, count) ->
            listener.warned(
                warning.stage(),
                count == 1
                    ? warning.message()
                    : "%s (%d times)".formatted(warning.message(), count)));
    counts.clear();
  }
}
