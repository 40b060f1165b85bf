package io.millrace.core.catalog;

import static java.util.Objects.requireNonNull;

/**
 * A provider of a stage that could not be loaded; it is kept apart and harms no other stage.
 *
 * @param provider the stage's name where it is known, else the provider's class; the origin's name
 *     if the jar as a whole can't be used
 * @param origin where it comes from
 * @param reason one sentence without its full stop
 */
public record BrokenProvider(String provider, StageOrigin origin, String reason) {
  public BrokenProvider {
    requireNonNull(provider, "provider is null");
    requireNonNull(origin, "origin is null");
    requireNonNull(reason, "reason is null");
  }

  /** As users read it. */
  public String text() {
    if (provider.equals(origin.name())) {
      return "plugin " + provider + " can't be used: " + reason;
    }
    return "provider " + provider + " in " + origin.name() + " is broken: " + reason;
  }
}
