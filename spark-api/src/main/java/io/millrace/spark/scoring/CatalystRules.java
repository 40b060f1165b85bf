package io.millrace.spark.scoring;

import static io.millrace.api.scoring.ScoringFunction.*;

import io.millrace.api.scoring.ScoringFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.*;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/** The table of Spark's expressions that have a portable form. */
final class CatalystRules {
  private static final Map<Class<?>, CatalystRule> RULES = new HashMap<>();
  private static final Map<Class<?>, ScoringFunction> FUNCTIONS = new HashMap<>();

  static {
    arithmetic();
    conditions();
  }

  private CatalystRules() {}

  /** The rule for a class of expressions; null if there is none. */
  static @Nullable CatalystRule of(Class<?> expression) {
    return RULES.get(expression);
  }

  /** The functions that are made by a rule. */
  static Set<ScoringFunction> functions() {
    return FUNCTIONS.values().stream().collect(Collectors.toUnmodifiableSet());
  }

  private static void arithmetic() {
    binary(Add.class, ADD);
    binary(Subtract.class, SUBTRACT);
    binary(Multiply.class, MULTIPLY);
    binary(Divide.class, ScoringFunction.DIVIDE);
    binary(IntegralDivide.class, DIV);
    binary(Remainder.class, REMAINDER);
    binary(Pmod.class, PMOD);
    wide(UnaryMinus.class, NEGATE, e -> ansi(e.failOnError()));
    wide(Abs.class, ABS, e -> ansi(e.failOnError()));
  }

  private static void conditions() {
    plain(EqualTo.class, EQUAL);
    plain(EqualNullSafe.class, EQUAL_NULL_SAFE);
    plain(LessThan.class, LESS);
    plain(LessThanOrEqual.class, LESS_OR_EQUAL);
    rule(GreaterThan.class, LESS, (e, trees) -> trees.call(LESS, e, List.of(e.right(), e.left())));
    rule(
        GreaterThanOrEqual.class,
        LESS_OR_EQUAL,
        (e, trees) -> trees.call(LESS_OR_EQUAL, e, List.of(e.right(), e.left())));
    plain(And.class, AND);
    plain(Or.class, OR);
    plain(Not.class, NOT);
    plain(IsNull.class, IS_NULL);
    plain(IsNotNull.class, IS_NOT_NULL);
    plain(Coalesce.class, COALESCE);
    plain(In.class, IN);
    plain(IsNaN.class, IS_NAN);
    plain(NaNvl.class, NANVL);
    plain(If.class, CASE);
    rule(CaseWhen.class, CASE, (e, trees) -> trees.call(CASE, e, branches(e)));
    rule(Cast.class, CAST, CatalystRules::cast);
    rule(RaiseError.class, RAISE, RaisedErrors::tree);
  }

  private static List<Expression> branches(CaseWhen cases) {
    List<Expression> args = new ArrayList<>();
    for (Tuple2<Expression, Expression> branch : CollectionConverters.asJava(cases.branches())) {
      args.add(branch._1());
      args.add(branch._2());
    }
    cases.elseValue().foreach(args::add);
    return args;
  }

  private static Map<String, Object> cast(Cast cast, ExpressionTrees trees) {
    ExpressionTrees.requireWide(cast);
    if (cast.dataType().equals(cast.child().dataType())) {
      return trees.tree(cast.child());
    }
    Map<String, Object> call = trees.call(CAST, cast);
    call.put("mode", mode(cast.evalMode()));
    if (cast.needsTimeZone()) {
      call.put("zone", cast.timeZoneId().get());
    }
    return call;
  }

  static String mode(scala.Enumeration.Value mode) {
    return mode.toString().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> ansi(boolean ansi) {
    return Map.of("mode", ansi ? "ansi" : "legacy");
  }

  /** Arithmetic of two numbers; its mode stands beside it. */
  private static <E extends BinaryArithmetic> void binary(Class<E> type, ScoringFunction function) {
    wide(type, function, e -> Map.of("mode", mode(e.evalMode())));
  }

  /** A function whose numbers need 32 bits or more. */
  private static <E extends Expression> void wide(
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

  /** A function that has no options, and takes the expression's children. */
  private static <E extends Expression> void plain(Class<E> type, ScoringFunction function) {
    rule(type, function, (e, trees) -> trees.call(function, e));
  }

  private interface TypedRule<E> {
    Map<String, Object> tree(E expression, ExpressionTrees trees);
  }

  private static <E extends Expression> void rule(
      Class<E> type, ScoringFunction function, TypedRule<E> rule) {
    RULES.put(type, (e, trees) -> rule.tree(type.cast(e), trees));
    FUNCTIONS.put(type, function);
  }
}
