package io.millrace.core.options;

import io.millrace.core.yaml.YamlNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One option of a stage, as its record declares it.
 *
 * @param name the record component's name
 * @param type what it takes
 * @param defaultOrNull what a missing option takes; null if it has no default
 * @param nullable whether it may be left out without a default
 * @param help one line, may be empty
 * @param boundsOrNull the numbers it may take
 * @param notEmpty whether a text, list or map must hold something
 * @param tunable whether a tuning space may name it
 * @param columns what it says of columns
 * @param secret whether its value is sensitive
 */
public record Option(
    String name,
    OptionType type,
    @Nullable YamlNode defaultOrNull,
    boolean nullable,
    String help,
    @Nullable Bounds boundsOrNull,
    boolean notEmpty,
    boolean tunable,
    Columns columns,
    boolean secret) {
  /** Whether an option names columns. */
  public enum Columns {
    /** It names none. */
    NONE,
    /** It names columns that must be there. */
    INPUT,
    /** It names columns that the stage adds. */
    OUTPUT
  }

  /** Whether it must be given. */
  public boolean required() {
    return defaultOrNull == null && !nullable;
  }

  /** What a missing option takes, as it would stand in YAML. */
  public Optional<YamlNode> defaultValue() {
    return Optional.ofNullable(defaultOrNull);
  }

  /** The numbers it may take. */
  public Optional<Bounds> bounds() {
    return Optional.ofNullable(boundsOrNull);
  }
}
