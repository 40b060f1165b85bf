package io.millrace.spark.scoring;

import io.millrace.api.scoring.ScoringFunction;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.BinaryArithmetic;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.BinaryOperator;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.TimeZoneAwareExpression;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.jspecify.annotations.Nullable;

/**
 * The rules of Spark's expressions while they are put together: most follow one of a few patterns,
 * each of which has a method here.
 */
final class RuleTable {
  private final Map<Class<?>, CatalystRule> rules = new HashMap<>();
  private final Set<ScoringFunction> functions = EnumSet.noneOf(ScoringFunction.class);

  interface TypedRule<E> {
    Map<String, Object> tree(E expression, ExpressionTrees trees);
  }

  @Nullable CatalystRule rule(Class<?> expression) {
    return rules.get(expression);
  }

  Set<ScoringFunction> functions() {
    return Set.copyOf(functions);
  }

  /** A function with a rule of its own. */
  <E extends Expression> void rule(Class<E> type, ScoringFunction function, TypedRule<E> rule) {
    rules.put(type, (e, trees) -> rule.tree(type.cast(e), trees));
    functions.add(function);
  }

  /** A function that has no options, and takes the expression's children. */
  <E extends Expression> void plain(Class<E> type, ScoringFunction function) {
    rule(type, function, (e, trees) -> trees.call(function, e));
  }

  /** A function of values that have an order; that of arrays and structs is refused. */
  <E extends Expression> void ordered(Class<E> type, ScoringFunction function) {
    rule(
        type,
        function,
        (e, trees) -> {
          requireOrder(e);
          return trees.call(function, e);
        });
  }

  /** A comparison that is another with its arguments the other way round. */
  <E extends BinaryComparison> void reversed(Class<E> type, ScoringFunction function) {
    rule(
        type,
        function,
        (e, trees) -> {
          requireOrder(e);
          return trees.call(function, e, List.of(e.right(), e.left()));
        });
  }

  private static void requireOrder(Expression expression) {
    DataType first = expression.children().head().dataType();
    if (!(first instanceof AtomicType)) {
      String name =
          expression instanceof BinaryOperator operator
              ? operator.symbol()
              : expression.prettyName();
      throw Refusals.of("'%s' of %s has no portable form".formatted(name, first.sql()));
    }
  }

  /** A function of texts, which may take binaries or arrays too: those are refused. */
  <E extends Expression> void text(Class<E> type, ScoringFunction function) {
    rule(
        type,
        function,
        (e, trees) -> {
          DataType first = e.children().head().dataType();
          if (!(first instanceof StringType)) {
            throw Refusals.of(
                "'%s' of %s has no portable form".formatted(e.prettyName(), first.sql()));
          }
          return trees.call(function, e);
        });
  }

  /** A function that needs the session's time zone. */
  <E extends Expression & TimeZoneAwareExpression> void zoned(
      Class<E> type, ScoringFunction function) {
    rule(
        type,
        function,
        (e, trees) -> optioned(function, e, trees, Map.of("zone", e.timeZoneId().get())));
  }

  /** A function whose numbers need 32 bits or more. */
  <E extends Expression> void wide(
      Class<E> type, ScoringFunction function, Function<E, Map<String, Object>> options) {
    rule(
        type,
        function,
        (e, trees) -> {
          ExpressionTrees.requireWide(e);
          Map<String, Object> call = trees.call(function, e);
          call.putAll(options.apply(e));
          return call;
        });
  }

  /** Arithmetic of two numbers; its mode stands beside it. */
  <E extends BinaryArithmetic> void binary(Class<E> type, ScoringFunction function) {
    wide(type, function, e -> Map.of("mode", mode(e.evalMode())));
  }

  static Map<String, Object> optioned(
      ScoringFunction function,
      Expression expression,
      ExpressionTrees trees,
      Map<String, Object> options) {
    Map<String, Object> call = trees.call(function, expression);
    call.putAll(options);
    return call;
  }

  static Map<String, Object> ansi(boolean ansi) {
    return Map.of("mode", ansi ? "ansi" : "legacy");
  }

  static String mode(scala.Enumeration.Value mode) {
    return mode.toString().toLowerCase(Locale.ROOT);
  }
}
