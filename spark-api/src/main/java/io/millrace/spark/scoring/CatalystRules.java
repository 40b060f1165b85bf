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
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;
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
    mathematics();
    texts();
    patterns();
    dates();
    lists();
    hashes();
  }

  private static final Set<String> MOMENTS =
      Set.of("epoch", "now", "today", "tomorrow", "yesterday");

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
    ordered(EqualTo.class, EQUAL);
    ordered(EqualNullSafe.class, EQUAL_NULL_SAFE);
    ordered(LessThan.class, LESS);
    ordered(LessThanOrEqual.class, LESS_OR_EQUAL);
    reversed(GreaterThan.class, LESS);
    reversed(GreaterThanOrEqual.class, LESS_OR_EQUAL);
    plain(And.class, AND);
    plain(Or.class, OR);
    plain(Not.class, NOT);
    plain(IsNull.class, IS_NULL);
    plain(IsNotNull.class, IS_NOT_NULL);
    plain(Coalesce.class, COALESCE);
    ordered(Greatest.class, GREATEST);
    ordered(Least.class, LEAST);
    ordered(In.class, IN);
    plain(IsNaN.class, IS_NAN);
    plain(NaNvl.class, NANVL);
    plain(If.class, CASE);
    rule(CaseWhen.class, CASE, (e, trees) -> trees.call(CASE, e, branches(e)));
    rule(Cast.class, CAST, CatalystRules::cast);
    rule(RaiseError.class, RAISE, RaisedErrors::tree);
  }

  private static void mathematics() {
    plain(Sqrt.class, SQRT);
    plain(Cbrt.class, CBRT);
    plain(Exp.class, EXP);
    plain(Expm1.class, EXPM1);
    plain(Log.class, LN);
    plain(Logarithm.class, LOG);
    plain(Log2.class, LOG2);
    plain(Log10.class, LOG10);
    plain(Log1p.class, LOG1P);
    plain(Pow.class, POW);
    plain(Hypot.class, HYPOT);
    plain(Sin.class, SIN);
    plain(Cos.class, COS);
    plain(Tan.class, TAN);
    plain(Asin.class, ASIN);
    plain(Acos.class, ACOS);
    plain(Atan.class, ATAN);
    plain(Atan2.class, ATAN2);
    plain(Sinh.class, SINH);
    plain(Cosh.class, COSH);
    plain(Tanh.class, TANH);
    plain(ToDegrees.class, DEGREES);
    plain(ToRadians.class, RADIANS);
    plain(Signum.class, SIGN);
    plain(Rint.class, RINT);
    plain(Ceil.class, CEIL);
    plain(Floor.class, FLOOR);
    plain(WidthBucket.class, WIDTH_BUCKET);
    rule(Round.class, ROUND, (e, trees) -> rounded(ROUND, e, e.ansiEnabled(), trees));
    rule(BRound.class, BROUND, (e, trees) -> rounded(BROUND, e, e.ansiEnabled(), trees));
  }

  private static Map<String, Object> rounded(
      ScoringFunction function, RoundBase round, boolean ansi, ExpressionTrees trees) {
    ExpressionTrees.requireWide(round);
    Object scale = Constants.fold(round.right()).map(Literal::value).orElse(null);
    if (!(scale instanceof Integer)) {
      throw Refusals.of("'%s' takes a constant number of places".formatted(round.prettyName()));
    }
    Map<String, Object> call = trees.call(function, round, List.of(round.left()));
    call.putAll(ansi(ansi));
    call.put("scale", scale);
    return call;
  }

  private static void texts() {
    text(Upper.class, UPPER);
    text(Lower.class, LOWER);
    text(InitCap.class, INITCAP);
    text(Reverse.class, REVERSE);
    text(StringTrim.class, TRIM);
    text(StringTrimLeft.class, LTRIM);
    text(StringTrimRight.class, RTRIM);
    text(Length.class, LENGTH);
    rule(Concat.class, CONCAT, CatalystRules::concat);
    plain(ConcatWs.class, CONCAT_WS);
    text(Substring.class, SUBSTRING);
    text(StringReplace.class, REPLACE);
    text(StringTranslate.class, TRANSLATE);
    text(StringLPad.class, LPAD);
    text(StringRPad.class, RPAD);
    text(StringInstr.class, INSTR);
    text(StringLocate.class, LOCATE);
    text(StringRepeat.class, REPEAT);
    text(StartsWith.class, STARTSWITH);
    text(EndsWith.class, ENDSWITH);
    text(Contains.class, CONTAINS);
  }

  private static Map<String, Object> concat(Concat concat, ExpressionTrees trees) {
    if (!(concat.dataType() instanceof StringType)) {
      throw Refusals.of("'concat' of %s has no portable form".formatted(concat.dataType().sql()));
    }
    return trees.call(CONCAT, concat);
  }

  private static void patterns() {
    text(RLike.class, RLIKE);
    text(RegExpReplace.class, REGEXP_REPLACE);
    text(RegExpExtract.class, REGEXP_EXTRACT);
    text(StringSplit.class, SPLIT);
    rule(
        Like.class,
        LIKE,
        (e, trees) -> {
          Map<String, Object> call = trees.call(LIKE, e);
          call.put("escape", String.valueOf(e.escapeChar()));
          return call;
        });
  }

  private static void dates() {
    plain(Year.class, YEAR);
    plain(Quarter.class, QUARTER);
    plain(Month.class, MONTH);
    plain(WeekOfYear.class, WEEKOFYEAR);
    plain(DayOfMonth.class, DAY);
    plain(DayOfYear.class, DAYOFYEAR);
    plain(DayOfWeek.class, DAYOFWEEK);
    plain(WeekDay.class, WEEKDAY);
    zoned(Hour.class, HOUR);
    zoned(Minute.class, MINUTE);
    zoned(Second.class, SECOND);
    plain(DateAdd.class, DATE_ADD);
    plain(DateSub.class, DATE_SUB);
    plain(DateDiff.class, DATEDIFF);
    plain(AddMonths.class, ADD_MONTHS);
    zoned(MonthsBetween.class, MONTHS_BETWEEN);
    plain(LastDay.class, LAST_DAY);
    plain(TruncDate.class, TRUNC);
    rule(
        MakeDate.class,
        MAKE_DATE,
        (e, trees) -> optioned(MAKE_DATE, e, trees, ansi(e.failOnError())));
    rule(UnixTimestamp.class, UNIX_TIMESTAMP, CatalystRules::unixTimestamp);
    rule(ToUnixTimestamp.class, UNIX_TIMESTAMP, CatalystRules::unixTimestamp);
    plain(UnixDate.class, UNIX_DATE);
    plain(DateFromUnixDate.class, DATE_FROM_UNIX_DATE);
  }

  private static Map<String, Object> unixTimestamp(UnixTime time, ExpressionTrees trees) {
    Expression value = time.left();
    boolean isDate = value.dataType() instanceof DateType;
    if (!isDate && !(value.dataType() instanceof TimestampType)) {
      throw Refusals.of(
          "'%s' of a text has no portable form: cast it to TIMESTAMP".formatted(time.prettyName()));
    }
    Map<String, Object> call = trees.call(UNIX_TIMESTAMP, time, List.of(value));
    if (isDate) {
      call.put("zone", time.timeZoneId().get());
    }
    return call;
  }

  private static void lists() {
    rule(
        Size.class,
        SIZE,
        (e, trees) -> optioned(SIZE, e, trees, Map.of("minusOne", e.legacySizeOfNull())));
    rule(ElementAt.class, ELEMENT_AT, CatalystRules::elementAt);
    rule(GetArrayItem.class, ITEM, (e, trees) -> optioned(ITEM, e, trees, ansi(e.failOnError())));
    plain(ArrayContains.class, ARRAY_CONTAINS);
    plain(ArrayPosition.class, ARRAY_POSITION);
    rule(
        GetStructField.class,
        FIELD,
        (e, trees) -> optioned(FIELD, e, trees, Map.of("place", e.ordinal())));
  }

  private static Map<String, Object> elementAt(ElementAt element, ExpressionTrees trees) {
    if (element.defaultValueOutOfBound().isDefined()) {
      throw Refusals.of("'split_part' has no portable form");
    }
    return optioned(ELEMENT_AT, element, trees, ansi(element.failOnError()));
  }

  private static void hashes() {
    rule(
        Murmur3Hash.class,
        HASH,
        (e, trees) -> optioned(HASH, e, trees, Map.of("seed", String.valueOf(e.seed()))));
    rule(
        XxHash64.class,
        XXHASH64,
        (e, trees) -> optioned(XXHASH64, e, trees, Map.of("seed", String.valueOf(e.seed()))));
    plain(Md5.class, MD5);
    plain(Sha1.class, SHA1);
    plain(Sha2.class, SHA2);
    plain(Crc32.class, CRC32);
  }

  private static Map<String, Object> optioned(
      ScoringFunction function,
      Expression expression,
      ExpressionTrees trees,
      Map<String, Object> options) {
    Map<String, Object> call = trees.call(function, expression);
    call.putAll(options);
    return call;
  }

  /** A function that needs the session's time zone. */
  private static <E extends Expression & TimeZoneAwareExpression> void zoned(
      Class<E> type, ScoringFunction function) {
    rule(
        type,
        function,
        (e, trees) -> optioned(function, e, trees, Map.of("zone", e.timeZoneId().get())));
  }

  /** A function of texts, which may take binaries or arrays too: those are refused. */
  private static <E extends Expression> void text(Class<E> type, ScoringFunction function) {
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
    requireTimeless(cast);
    PortableCasts.obstacle(
            trees.logicalType(cast.child().dataType()), trees.logicalType(cast.dataType()))
        .ifPresent(
            clause -> {
              throw Refusals.of(clause);
            });
    Map<String, Object> call = trees.call(CAST, cast);
    String mode = mode(cast.evalMode());
    // Between some types a cast that may fail does what it did before there was ANSI.
    call.put("mode", mode.equals("try") && !cast.ansiEnabled() ? "legacy" : mode);
    if (cast.needsTimeZone()) {
      call.put("zone", cast.timeZoneId().get());
    }
    return call;
  }

  /** Spark reads the names of moments in constants when a query starts. */
  private static void requireTimeless(Cast cast) {
    boolean isTime =
        cast.dataType() instanceof DateType || cast.dataType() instanceof TimestampType;
    Object constant = Constants.fold(cast.child()).map(Literal::value).orElse(null);
    if (isTime
        && constant != null
        && MOMENTS.contains(constant.toString().strip().toLowerCase(Locale.ROOT))) {
      throw Refusals.of("what '%s' means depends on the clock".formatted(constant));
    }
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

  /** A function of values that have an order; that of arrays and structs is refused. */
  private static <E extends Expression> void ordered(Class<E> type, ScoringFunction function) {
    rule(
        type,
        function,
        (e, trees) -> {
          requireOrder(e);
          return trees.call(function, e);
        });
  }

  /** A comparison that is another with its arguments the other way round. */
  private static <E extends BinaryComparison> void reversed(
      Class<E> type, ScoringFunction function) {
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
