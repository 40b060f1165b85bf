package io.millrace.core.yaml;

import static java.util.Objects.requireNonNull;

import io.millrace.core.problem.Position;

/** A text is no YAML, or more of it than is read; the message is for the user. */
public final class YamlException extends Exception {
  private final transient Position position;

  YamlException(Position position, String message) {
    super(message);
    this.position = requireNonNull(position, "position is null");
  }

  /** Where reading stopped. */
  public Position position() {
    return position;
  }
}
