package io.millrace.spark.api;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.ml.param.Params;
import org.jspecify.annotations.Nullable;

/**
 * Hands options to a stage of Spark ML by name: an option is called what Spark ML calls its
 * parameter, so that a table of stages needs no line for each of their options.
 */
public final class SparkMlParams {
  private SparkMlParams() {}

  /**
   * Sets a parameter for each option that has a value. Choices are set as they are written in
   * pipeline files, lists as arrays.
   *
   * @param others the options that are no parameters
   * @throws IllegalArgumentException if the stage has no parameter of an option's name
   */
  public static void set(Params target, Record options, Set<String> others) {
    for (RecordComponent component : options.getClass().getRecordComponents()) {
      Object value = others.contains(component.getName()) ? null : value(component, options);
      if (value != null) {
        if (!target.hasParam(component.getName())) {
          throw new IllegalArgumentException(
              "%s has no parameter '%s'".formatted(target.getClass(), component.getName()));
        }
        target.set(target.getParam(component.getName()), plain(value));
      }
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
