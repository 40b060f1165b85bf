package io.millrace.model.scoring;

import static io.millrace.api.error.StandardError.PACKAGE_CORRUPT;
import static io.millrace.api.error.StandardError.PACKAGE_TOO_NEW;

import io.millrace.api.error.MillraceException;
import io.millrace.api.scoring.ScoringStep;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters and arrays of a step; remembers which were asked for. Not thread-safe. */
public final class StepParams {
  private final ScoringStep step;
  private final Set<String> asked = new HashSet<>();

  /** The parameters of a step. */
  public StepParams(ScoringStep step) {
    this.step = step;
  }

  /** Whether there is a parameter or an array of that name. */
  public boolean has(String name) {
    return step.params().containsKey(name) || step.arrays().containsKey(name);
  }

  /** A text. */
  public String text(String name) {
    return typed(name, param(name), String.class);
  }

  /** A truth value. */
  public boolean flag(String name) {
    return typed(name, param(name), Boolean.class);
  }

  /** A whole number. */
  public long whole(String name) {
    Object value = param(name);
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw wrong(name, value);
  }

  /** A whole number. */
  public int count(String name) {
    return Math.toIntExact(whole(name));
  }

  /** A number; whole ones will do. */
  public double number(String name) {
    return typed(name, param(name), Number.class).doubleValue();
  }

  /** A list of texts, nulls among them if they were written. */
  public List<@Nullable String> texts(String name) {
    List<?> list = typed(name, param(name), List.class);
    return list.stream().<@Nullable String>map(v -> v == null ? null : textOf(name, v)).toList();
  }

  /** Any JSON value: null, a Boolean, a Number, a String, a List or a Map. */
  public @Nullable Object json(String name) {
    return param(name);
  }

  /** An array of doubles. */
  public double[] doubles(String name) {
    return typed(name, array(name), double[].class);
  }

  /** An array of ints. */
  public int[] ints(String name) {
    return typed(name, array(name), int[].class);
  }

  /** An array of longs. */
  public long[] longs(String name) {
    return typed(name, array(name), long[].class);
  }

  /** An array of floats. */
  public float[] floats(String name) {
    return typed(name, array(name), float[].class);
  }

  /** An array of bytes. */
  public byte[] bytes(String name) {
    return typed(name, array(name), byte[].class);
  }

  /**
   * Refuses a step of which something was never asked for: it would be ignored.
   *
   * @throws MillraceException PACKAGE_TOO_NEW
   */
  public void requireAllAsked() {
    for (Set<String> names : List.of(step.params().keySet(), step.arrays().keySet())) {
      for (String name : names) {
        if (!asked.contains(name)) {
          throw new MillraceException(
              PACKAGE_TOO_NEW,
              "The scoring operator '%s' does not know the parameter '%s': use a newer Millrace."
                  .formatted(step.operator(), name));
        }
      }
    }
  }

  private static String textOf(String name, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + " holds " + value);
  }

  private @Nullable Object param(String name) {
    asked.add(name);
    if (!step.params().containsKey(name)) {
      throw lacks(name);
    }
    return step.params().get(name);
  }

  private Object array(String name) {
    asked.add(name);
    Object array = step.arrays().get(name);
    if (array == null) {
      throw lacks(name);
    }
    return array;
  }

  private <T> T typed(String name, @Nullable Object value, Class<T> type) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    throw wrong(name, value);
  }

  private MillraceException lacks(String name) {
    return new MillraceException(
        PACKAGE_CORRUPT,
        "The scoring operator '%s' lacks its parameter '%s'.".formatted(step.operator(), name));
  }

  private MillraceException wrong(String name, @Nullable Object value) {
    return new MillraceException(
        PACKAGE_CORRUPT,
        "The scoring operator '%s' can't use its parameter '%s', which is %s."
            .formatted(
                step.operator(),
                name,
                value == null ? "null" : "a " + value.getClass().getSimpleName()));
  }
}
