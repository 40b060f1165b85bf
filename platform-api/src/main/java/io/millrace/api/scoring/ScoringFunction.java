package io.millrace.api.scoring;

import java.util.List;
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
  ADD("+", "try_add"),
  SUBTRACT("-", "try_subtract"),
  MULTIPLY("*", "try_multiply"),
  DIVIDE("/", "try_divide"),
  DIV("div"),
  REMAINDER("%", "mod", "try_mod"),
  PMOD("pmod"),
  NEGATE("negative", "positive"),
  ABS("abs"),
  EQUAL("=", "=="),
  EQUAL_NULL_SAFE("<=>", "equal_null"),
  LESS("<", ">"),
  LESS_OR_EQUAL("<=", ">=", "between"),
  AND("and"),
  OR("or"),
  NOT("not", "!", "!=", "<>"),
  IS_NULL("isnull"),
  IS_NOT_NULL("isnotnull"),
  COALESCE("coalesce", "nvl", "ifnull"),
  CASE("case", "when", "if", "nullif", "nvl2", "nullifzero", "zeroifnull"),
  IN("in"),
  IS_NAN("isnan"),
  NANVL("nanvl"),
  CAST(
      "cast",
      "try_cast",
      "boolean",
      "int",
      "bigint",
      "float",
      "double",
      "decimal",
      "string",
      "date",
      "timestamp",
      "to_date",
      "try_to_date"),
  RAISE("raise_error"),
  GREATEST("greatest"),
  LEAST("least"),
  SQRT("sqrt"),
  CBRT("cbrt"),
  EXP("exp"),
  EXPM1("expm1"),
  LN("ln"),
  LOG("log"),
  LOG2("log2"),
  LOG10("log10"),
  LOG1P("log1p"),
  POW("pow", "power"),
  HYPOT("hypot"),
  SIN("sin"),
  COS("cos"),
  TAN("tan"),
  ASIN("asin"),
  ACOS("acos"),
  ATAN("atan"),
  ATAN2("atan2"),
  SINH("sinh"),
  COSH("cosh"),
  TANH("tanh"),
  DEGREES("degrees"),
  RADIANS("radians"),
  SIGN("sign", "signum"),
  RINT("rint"),
  ROUND("round"),
  BROUND("bround"),
  CEIL("ceil", "ceiling"),
  FLOOR("floor"),
  WIDTH_BUCKET("width_bucket"),
  UPPER("upper", "ucase"),
  LOWER("lower", "lcase"),
  INITCAP("initcap"),
  REVERSE("reverse"),
  TRIM("trim", "btrim"),
  LTRIM("ltrim"),
  RTRIM("rtrim"),
  LENGTH("length", "len", "char_length", "character_length"),
  CONCAT("concat", "||"),
  CONCAT_WS("concat_ws"),
  SUBSTRING("substring", "substr", "left", "right"),
  REPLACE("replace"),
  TRANSLATE("translate"),
  LPAD("lpad"),
  RPAD("rpad"),
  INSTR("instr"),
  LOCATE("locate", "position"),
  REPEAT("repeat"),
  STARTSWITH("startswith"),
  ENDSWITH("endswith"),
  CONTAINS("contains"),
  LIKE("like", "ilike"),
  RLIKE("rlike", "regexp", "regexp_like"),
  REGEXP_REPLACE("regexp_replace"),
  REGEXP_EXTRACT("regexp_extract"),
  SPLIT("split"),
  YEAR("year"),
  QUARTER("quarter"),
  MONTH("month"),
  WEEKOFYEAR("weekofyear"),
  DAY("day", "dayofmonth"),
  DAYOFYEAR("dayofyear"),
  DAYOFWEEK("dayofweek"),
  WEEKDAY("weekday"),
  HOUR("hour"),
  MINUTE("minute"),
  SECOND("second"),
  DATE_ADD("date_add", "dateadd"),
  DATE_SUB("date_sub"),
  DATEDIFF("datediff", "date_diff"),
  ADD_MONTHS("add_months"),
  MONTHS_BETWEEN("months_between"),
  LAST_DAY("last_day"),
  TRUNC("trunc"),
  MAKE_DATE("make_date"),
  UNIX_TIMESTAMP("unix_timestamp", "to_unix_timestamp"),
  UNIX_DATE("unix_date"),
  DATE_FROM_UNIX_DATE("date_from_unix_date"),
  SIZE("size", "cardinality", "array_size"),
  ELEMENT_AT("element_at", "try_element_at"),
  ITEM("get"),
  ARRAY_CONTAINS("array_contains"),
  ARRAY_POSITION("array_position"),
  FIELD,
  HASH("hash"),
  XXHASH64("xxhash64"),
  MD5("md5"),
  SHA1("sha", "sha1"),
  SHA2("sha2"),
  CRC32("crc32");

  private final List<String> sql;

  ScoringFunction(String... sql) {
    this.sql = List.of(sql);
  }

  /** As steps name it: {@code less-or-equal}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The functions and operators of Spark SQL that become it, alone or with others. */
  public List<String> sql() {
    return sql;
  }
}
