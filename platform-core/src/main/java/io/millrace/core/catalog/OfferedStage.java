package io.millrace.core.catalog;

import static java.util.Objects.requireNonNull;

import io.millrace.api.StageFactory;

/**
 * A stage that pipelines can use.
 *
 * @param factory what makes it
 * @param origin where it comes from
 * @param codeHash a hash of the provider's code; equal hashes, equal behaviour
 */
public record OfferedStage(StageFactory<?, ?> factory, StageOrigin origin, String codeHash) {
  public OfferedStage {
    requireNonNull(factory, "factory is null");
    requireNonNull(origin, "origin is null");
    requireNonNull(codeHash, "codeHash is null");
  }

  /** The factory's name, as {@code use:} has it. */
  public String name() {
    return factory.name();
  }
}
