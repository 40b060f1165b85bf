package io.millrace.api.scoring;

import java.util.Locale;

/**
 * What an expression of the steps {@code project} and {@code filter} may call: the list that is
 * translated, run and documented. Each means what Spark SQL means by it.
 *
 * <p>An expression is a tree of JSON objects of three kinds, each with the {@code type} of its
 * value:
 *
 * <ul>
 *   <li>{@code column}: the place among the step's inputs
 *   <li>{@code literal}: null, a truth value, a text, or a whole number (also for dates and
 *       timestamps, as days and microseconds since 1970); floats, doubles and decimals as text,
 *       binaries as hexadecimal text
 *   <li>{@code call}: a function's {@link #text name}, with {@code args}, a list of trees, and
 *       options: {@code mode} ({@code ansi} fails where the value has no place in the type, {@code
 *       legacy} wraps around or gives null, {@code try} gives null), {@code zone} (a time zone)
 * </ul>
 */
public enum ScoringFunction {
  ADD("a + b"),
  SUBTRACT("a - b"),
  MULTIPLY("a * b"),
  DIVIDE("a / b"),
  DIV("a div b"),
  REMAINDER("a % b, mod"),
  PMOD("pmod"),
  NEGATE("-a, negative"),
  ABS("abs"),
  EQUAL("="),
  EQUAL_NULL_SAFE("<=>, equal_null"),
  LESS("<, >"),
  LESS_OR_EQUAL("<=, >=, between"),
  AND("and"),
  OR("or"),
  NOT("not, !=, <>"),
  IS_NULL("is null, isnull"),
  IS_NOT_NULL("is not null, isnotnull"),
  COALESCE("coalesce, nvl, ifnull"),
  CASE("case, if, nullif, nvl2, nullifzero, zeroifnull"),
  IN("in"),
  IS_NAN("isnan"),
  NANVL("nanvl"),
  CAST("cast, try_cast, and the names of types as functions"),
  RAISE("raise_error");

  private final String sql;

  ScoringFunction(String sql) {
    this.sql = sql;
  }

  /** As steps name it: {@code less-or-equal}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How Spark SQL writes it, for the documentation. */
  public String sql() {
    return sql;
  }
}
