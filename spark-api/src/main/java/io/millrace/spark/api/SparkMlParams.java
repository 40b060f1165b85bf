package io.millrace.spark.api;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.ml.param.Params;
import org.jspecify.annotations.Nullable;

/**
 * Hands options to a stage of Spark ML by name: an option is called what Spark ML calls its
 * parameter, so that a table of stages needs no line for each of their options.
 */
public final class SparkMlParams {
  /** Spark ML begins such a message with an id that it has made up. */
  private static final Pattern REFUSED =
      Pattern.compile("^\\w+ parameter (\\w+) given invalid value (.*)\\.$");

  private SparkMlParams() {}

  /**
   * Sets a parameter for each option that has a value. Choices are set as they are written in
   * pipeline files, lists as arrays.
   *
   * @param others the options that are no parameters
   * @throws IllegalArgumentException if Spark ML refuses a value
   */
  public static void set(Params target, Record options, Set<String> others) {
    set(target, options, others, Map.of());
  }

  /**
   * Sets a parameter for each option that has a value, as {@link #set(Params, Record, Set)}.
   *
   * @param names the parameters' names, where options are called otherwise
   */
  public static void set(
      Params target, Record options, Set<String> others, Map<String, String> names) {
    for (RecordComponent component : options.getClass().getRecordComponents()) {
      String option = component.getName();
      Object value = others.contains(option) ? null : value(component, options);
      if (value != null) {
        set(target, names.getOrDefault(option, option), plain(value));
      }
    }
  }

  private static void set(Params target, String name, Object value) {
    try {
      target.set(target.getParam(name), value);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          REFUSED.matcher(message).replaceFirst("$1 can't be '$2'"), e);
    }
  }

  /** Sets a parameter that not every stage has. */
  public static void setWhereKnown(Params target, String name, Object value) {
    if (target.hasParam(name)) {
      set(target, name, value);
    }
  }

  private static @Nullable Object value(RecordComponent component, Record options) {
    try {
      return component.getAccessor().invoke(options);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("the options of a stage are a public record", e);
    }
  }

  private static Object plain(Object value) {
    if (value instanceof Enum<?> choice) {
      return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    return value instanceof List<?> list && !list.isEmpty() ? array(list) : value;
  }

  private static Object array(List<?> list) {
    if (list.get(0) instanceof Double) {
      return list.stream().mapToDouble(element -> (Double) element).toArray();
    }
    if (list.get(0) instanceof Integer) {
      return list.stream().mapToInt(element -> (Integer) element).toArray();
    }
    return list.toArray(String[]::new);
  }
}
