package io.millrace.stages.transform;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataType;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What ties a text of Spark SQL to the session that it runs in: its time zone, its clock, its user,
 * functions of its own. The dialect (ANSI or not) is no such tie: see {@code StockSql.sameDialect}.
 */
final class SessionDependence {
  private static final Set<String> GROUPS_OF_SESSIONS = Set.of("datetime_funcs", "misc_funcs");

  /** Of those groups, what depends on its arguments only, as long as they are no times. */
  private static final Set<String> FREE =
      Set.of(
          "add_months",
          "assert_true",
          "date_add",
          "date_diff",
          "date_sub",
          "datediff",
          "day",
          "dayofmonth",
          "dayofweek",
          "dayofyear",
          "last_day",
          "make_date",
          "month",
          "next_day",
          "quarter",
          "raise_error",
          "try_to_date",
          "typeof",
          "weekday",
          "weekofyear",
          "year");

  /** What makes times, or writes them, in other groups. */
  private static final Set<String> WITH_TIMES =
      Set.of("from_csv", "from_json", "from_xml", "timestamp", "to_csv", "to_json", "to_xml");

  /** Names without parentheses that are no columns. */
  private static final Set<String> BARE =
      Set.of(
          "current_catalog",
          "current_database",
          "current_date",
          "current_schema",
          "current_time",
          "current_timestamp",
          "current_user",
          "localtimestamp",
          "session_user",
          "user");

  private SessionDependence() {}

  static Optional<String> of(List<Expression> expressions, Set<String> columns, Schema input) {
    if (!input.isKnown()) {
      return Optional.of("the columns that it gets are not known before the run");
    }
    return columns.stream()
        .filter(name -> input.column(name).map(Column::type).filter(Times::areIn).isPresent())
        .findFirst()
        .map("what it makes of the time '%s' depends on the session's time zone"::formatted)
        .or(() -> expressions.stream().flatMap(e -> of(e, input).stream()).findFirst());
  }

  private static Optional<String> of(Expression expression, Schema input) {
    if (expression instanceof UnresolvedFunction function) {
      return ofFunction(
          String.join(".", CollectionConverters.asJava(function.nameParts()))
              .toLowerCase(Locale.ROOT));
    }
    Optional<String> bare = bareName(expression, input);
    if (bare.isPresent()) {
      return bare;
    }
    boolean isTime =
        expression instanceof Cast cast && isTime(cast.dataType())
            || expression instanceof Literal literal && isTime(literal.dataType());
    return isTime
        ? Optional.of("how it reads a time depends on the session's time zone")
        : Optional.empty();
  }

  /** What a name without parentheses gives that is no column, but the session's. */
  static Optional<String> bareName(Expression expression, Schema input) {
    if (!(expression instanceof UnresolvedAttribute attribute)) {
      return Optional.empty();
    }
    String name = String.join(".", CollectionConverters.asJava(attribute.nameParts()));
    return BARE.contains(name.toLowerCase(Locale.ROOT)) && !(input.isKnown() && input.has(name))
        ? Optional.of(told(name))
        : Optional.empty();
  }

  private static boolean isTime(DataType type) {
    return type.sql().contains("TIMESTAMP");
  }

  private static Optional<String> ofFunction(String name) {
    Option<ExpressionInfo> info =
        FunctionRegistry.builtin().lookupFunction(new FunctionIdentifier(name));
    if (info.isEmpty()) {
      return Optional.of("'" + name + "' is no function of Spark's own");
    }
    boolean tied = GROUPS_OF_SESSIONS.contains(info.get().getGroup()) && !FREE.contains(name);
    return tied || WITH_TIMES.contains(name) ? Optional.of(told(name)) : Optional.empty();
  }

  private static String told(String name) {
    return "what '" + name + "' gives depends on the session";
  }
}
