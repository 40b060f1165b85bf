package io.millrace.api.scoring;

import static java.util.Objects.requireNonNull;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one operator does with a row. Immutable, as long as nobody writes into its arrays.
 *
 * @param operator the operator's name, as {@code string-index}
 * @param inputs the columns that it reads, in the operator's order
 * @param outputs the columns that it adds, or sets anew, in the operator's order
 * @param params JSON values (null, booleans, numbers, texts, lists, maps with text keys)
 * @param arrays numbers that are too many for JSON, or must keep their bits: {@code double[]},
 *     {@code float[]}, {@code long[]}, {@code int[]} or {@code byte[]}
 */
public record ScoringStep(
    String operator,
    List<String> inputs,
    List<Column> outputs,
    Map<String, @Nullable Object> params,
    Map<String, Object> arrays) {
  public ScoringStep {
    requireNonNull(operator, "operator is null");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    arrays.forEach(ScoringStep::requireArray);
  }

  /** A step that reads nothing, adds nothing and has no parameters yet. */
  public static ScoringStep of(String operator) {
    return new ScoringStep(operator, List.of(), List.of(), Map.of(), Map.of());
  }

  /** This step, reading those columns too. */
  public ScoringStep reading(String... columns) {
    return reading(List.of(columns));
  }

  /** This step, reading those columns too. */
  public ScoringStep reading(List<String> columns) {
    return new ScoringStep(operator, plus(inputs, columns), outputs, params, arrays);
  }

  /** This step, adding that column too. */
  public ScoringStep adding(String column, LogicalType type) {
    return adding(Column.nullable(column, type));
  }

  /** This step, adding that column too. */
  public ScoringStep adding(Column column) {
    return new ScoringStep(operator, inputs, plus(outputs, List.of(column)), params, arrays);
  }

  /** This step with a parameter. */
  public ScoringStep with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(params);
    more.put(name, value);
    return new ScoringStep(operator, inputs, outputs, more, arrays);
  }

  /** This step with an array. */
  public ScoringStep withArray(String name, Object array) {
    Map<String, Object> more = new LinkedHashMap<>(arrays);
    more.put(name, array);
    return new ScoringStep(operator, inputs, outputs, params, more);
  }

  private static void requireArray(String name, Object array) {
    boolean known =
        array instanceof double[]
            || array instanceof float[]
            || array instanceof long[]
            || array instanceof int[]
            || array instanceof byte[];
    if (!known) {
      throw new IllegalArgumentException(
          "the array '" + name + "' is a " + array.getClass().getSimpleName());
    }
  }

  private static <T> List<T> plus(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
