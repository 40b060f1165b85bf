package io.millrace.spark.scoring;

import io.millrace.api.scoring.ScoringFunction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAlias;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExtractValue;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedStar;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.unsafe.types.CalendarInterval;
import scala.jdk.javaapi.CollectionConverters;

/** What can be told of an expression before its names and types are known. */
public final class SqlSyntax {
  /** What the parser makes beside expressions of the table. */
  private static final Set<Class<?>> PARSED =
      Set.of(
          Alias.class,
          Literal.class,
          UnresolvedAlias.class,
          UnresolvedAttribute.class,
          UnresolvedExtractValue.class,
          UnresolvedStar.class);

  /** Functions that are replaced by others, or by constants, when a query is analysed. */
  private static final Set<String> REPLACED =
      Set.of("date_part", "datepart", "e", "extract", "pi", "typeof");

  private static final Set<String> FUNCTIONS = functions();

  private SqlSyntax() {}

  private static Set<String> functions() {
    Set<String> names = new TreeSet<>(REPLACED);
    for (ScoringFunction function : ScoringFunction.values()) {
      names.addAll(function.sql());
    }
    return names;
  }

  /**
   * What of a parsed expression has no portable form, as a clause for the user that names it; empty
   * if that can't be told before the types are known. Needs no session.
   */
  public static Optional<String> obstacle(Expression parsed) {
    return ofNode(parsed).or(() -> ofChildren(CollectionConverters.asJava(parsed.children())));
  }

  private static Optional<String> ofChildren(List<Expression> children) {
    return children.stream().flatMap(child -> obstacle(child).stream()).findFirst();
  }

  private static Optional<String> ofNode(Expression node) {
    if (node instanceof UnresolvedFunction function) {
      String name =
          String.join(".", CollectionConverters.asJava(function.nameParts()))
              .toLowerCase(Locale.ROOT);
      return FUNCTIONS.contains(name) ? Optional.empty() : Optional.of(told(name));
    }
    if (node instanceof Literal literal && isInterval(literal)) {
      return Optional.of("an interval has no portable form: add days with date_add");
    }
    boolean known =
        PARSED.contains(node.getClass())
            || node instanceof RuntimeReplaceable
            || CatalystRules.of(node.getClass()) != null;
    return known ? Optional.empty() : Optional.of(told(node.prettyName()));
  }

  private static boolean isInterval(Literal literal) {
    AbstractDataType type = literal.dataType();
    return literal.value() instanceof CalendarInterval
        || type instanceof YearMonthIntervalType
        || type instanceof DayTimeIntervalType;
  }

  private static String told(String name) {
    return "'%s' has no portable form: compute it before the frame at which the package starts"
        .formatted(name);
  }
}
