package io.millrace.core.secret;

import static java.util.Objects.requireNonNull;

/** A secret's value, in a wrapper that no log or message can show by accident. */
public final class SecretValue {
  private final String value;

  private SecretValue(String value) {
    this.value = value;
  }

  static SecretValue of(String value) {
    return new SecretValue(requireNonNull(value, "value is null"));
  }

  /** The value itself; to be handed to what needs it, and to nothing else. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
