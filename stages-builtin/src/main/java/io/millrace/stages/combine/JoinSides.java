package io.millrace.stages.combine;

import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The two inputs of a join: those named {@code left} and {@code right}; where the inputs have other
 * names, by their order.
 */
record JoinSides<T>(T left, T right) {
  /** The two sides of exactly two inputs. */
  static <T> JoinSides<T> of(Map<String, T> inputs) {
    List<T> ordered = List.copyOf(inputs.values());
    T left = inputs.get("left");
    T right = inputs.get("right");
    return left != null && right != null
        ? new JoinSides<>(left, right)
        : new JoinSides<>(ordered.get(0), ordered.get(1));
  }

  /** Whether there are two inputs; reports it, if not. */
  static boolean areTwo(Map<String, Schema> inputs, String stage, Problems problems) {
    if (inputs.size() != 2) {
      problems.report(
          "",
          StandardError.INVALID_OPTION,
          "%s takes two inputs, not %d; write from: { left: …, right: … }"
              .formatted(stage, inputs.size()));
    }
    return inputs.size() == 2;
  }

  /** Reports a key that a side lacks, or that has two types. */
  static void checkKey(
      JoinSides<Schema> sides, String option, String left, String right, Problems problems) {
    if (!sides.left().has(left) || !sides.right().has(right)) {
      boolean onLeft = sides.left().has(left);
      problems.report(
          option,
          StandardError.UNKNOWN_COLUMN,
          "the %s input has no column '%s'"
              .formatted(onLeft ? "right" : "left", onLeft ? right : left));
      return;
    }
    if (sides.left().column(left).isPresent()
        && sides.right().column(right).isPresent()
        && !sides.left().require(left).type().equals(sides.right().require(right).type())) {
      problems.report(
          option,
          StandardError.COLUMN_TYPE,
          "%s is %s on the left and %s%s on the right; cast one of them before"
              .formatted(
                  "'" + left + "'",
                  sides.left().require(left).type().text(),
                  left.equals(right) ? "" : "'" + right + "' ",
                  sides.right().require(right).type().text()));
    }
  }

  /** The name that a column of the right side gets beside those of the left. */
  static String renamed(String name, Iterable<String> left, @Nullable String suffix) {
    for (String other : left) {
      if (suffix != null && other.equals(name)) {
        return name + suffix;
      }
    }
    return name;
  }

  /** Reports columns to be taken from the right side that can't stand beside those of the left. */
  static void checkNames(
      JoinSides<Schema> sides,
      List<String> taken,
      Set<String> shared,
      @Nullable String suffix,
      Problems problems) {
    for (String name : taken) {
      if (shared.contains(name) || !sides.left().has(name)) {
        continue;
      }
      if (suffix == null) {
        problems.report(
            "suffix",
            StandardError.DUPLICATE_COLUMN,
            "both inputs have a column '%s'; set suffix, or drop or rename it on one side"
                .formatted(name));
      } else if (sides.left().has(name + suffix) || taken.contains(name + suffix)) {
        problems.report(
            "suffix",
            StandardError.DUPLICATE_COLUMN,
            "there is a column '%s' already; take another suffix".formatted(name + suffix));
      }
    }
  }
}
