package io.millrace.api;

import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Assigns rows to parts by their content, so that the same data gives the same parts on any cluster
 * and in any order.
 */
public non-sealed interface Splitter<D> extends Stage<D> {
  /** The schema of every part; reports what does not fit. */
  Schema schema(Map<String, Schema> inputs, Problems problems);

  /** Whether {@link #split} yields folds, each of which trains and is evaluated by itself. */
  boolean folds();

  /** The parts that each element of {@link #split} has. */
  Set<Part> parts();

  /**
   * The columns whose values make groups of rows that stay together; none, unless overridden. Where
   * core makes folds of a part by itself, it keeps those groups together too, by {@code
   * split/k-fold} with these {@code keys}.
   */
  default List<String> groups() {
    return List.of();
  }

  /**
   * Splits.
   *
   * @param inputs one frame named {@code input}, or the named frames of {@code from:}
   * @return one element; for {@link #folds}, one element a fold, the held-out rows as {@code
   *     validation}
   */
  List<Parts<D>> split(Map<String, D> inputs, StageContext<D> context);
}
