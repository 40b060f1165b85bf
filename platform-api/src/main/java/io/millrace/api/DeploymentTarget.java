package io.millrace.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a deployer wants of core.
 *
 * @param model the model's name; gates of evaluators upstream look for aliases under it
 * @param inputOrNull the stage whose frame the package starts at; null for the frame the split gets
 * @param form how the package must be able to run
 */
public record DeploymentTarget(String model, @Nullable String inputOrNull, Form form) {
  public DeploymentTarget {
    requireNonNull(model, "model is null");
    requireNonNull(form, "form is null");
  }

  /** How a package runs. */
  public enum Form {
    /** By the stages themselves, on the engine that trained it. */
    ENGINE,
    /** By portable scoring steps: every stage on the path must be able to export itself. */
    PORTABLE
  }

  /** The stage whose frame the package starts at. */
  public Optional<String> input() {
    return Optional.ofNullable(inputOrNull);
  }
}
