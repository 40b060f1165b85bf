package io.millrace.stages.transform;

import io.millrace.api.schema.Schema;
import io.millrace.spark.scoring.SqlSyntax;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedStar;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.UnresolvedWindowExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** A text of Spark SQL, parsed without a session, and what can be told from the syntax alone. */
final class SqlText {
  /** As Spark's own registry groups functions of more than one row. */
  private static final Set<String> GROUPS_OF_ROWS =
      Set.of("agg_funcs", "window_funcs", "generator_funcs");

  /** Row-wise by syntax, but not by value. */
  private static final Set<String> VOLATILE =
      Set.of("rand", "randn", "random", "uuid", "monotonically_increasing_id", "shuffle");

  private final List<Expression> expressions;
  private final boolean rowWise;
  private final boolean star;
  private final List<List<String>> references;

  private SqlText(List<Expression> roots, boolean simplePlan) {
    List<Expression> all = new ArrayList<>();
    roots.forEach(expression -> addTree(expression, all));
    this.expressions = List.copyOf(all);
    rowWise = simplePlan && all.stream().noneMatch(SqlText::spansRows);
    star = all.stream().anyMatch(e -> e instanceof UnresolvedStar);
    references = all.stream().flatMap(e -> reference(e).stream()).toList();
  }

  /**
   * A condition.
   *
   * @throws IllegalArgumentException if it is none
   */
  static SqlText condition(String text) {
    try {
      return new SqlText(List.of(new CatalystSqlParser().parseExpression(text)), true);
    } catch (Exception e) { // ParseException is checked, but Scala does not declare it.
      throw unreadable("where", e);
    }
  }

  /**
   * A query over one view.
   *
   * @throws IllegalArgumentException if it is none
   */
  static SqlText query(String text, String view) {
    LogicalPlan plan;
    try {
      plan = new CatalystSqlParser().parsePlan(text);
    } catch (Exception e) { // ParseException is checked, but Scala does not declare it.
      throw unreadable("query", e);
    }
    if (plan instanceof Command) {
      throw new IllegalArgumentException("query: it must be a SELECT");
    }
    List<LogicalPlan> nodes = new ArrayList<>();
    addNodes(plan, nodes);
    if (nodes.stream().noneMatch(node -> isView(node, view))) {
      throw new IllegalArgumentException(
          "query: it reads nothing FROM " + view + ", the name of the frame that comes in");
    }
    List<Expression> expressions = new ArrayList<>();
    nodes.forEach(node -> expressions.addAll(CollectionConverters.asJava(node.expressions())));
    return new SqlText(expressions, nodes.stream().allMatch(SqlText::isSimple));
  }

  private static IllegalArgumentException unreadable(String option, Exception e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof ParseException parse) {
      message = parse.message();
    }
    int state = message.indexOf(" SQLSTATE");
    String told = (state > 0 ? message.substring(0, state) : message).strip();
    return new IllegalArgumentException(
        option + ": " + told.replaceFirst("^\\[[A-Z_.]+\\] ", ""), e);
  }

  private static void addNodes(LogicalPlan plan, List<LogicalPlan> nodes) {
    nodes.add(plan);
    CollectionConverters.asJava(plan.children()).forEach(child -> addNodes(child, nodes));
    // WITH keeps its named queries apart from its children.
    CollectionConverters.asJava(plan.innerChildren())
        .forEach(
            inner -> {
              if (inner instanceof LogicalPlan innerPlan) {
                addNodes(innerPlan, nodes);
              }
            });
  }

  private static boolean isView(LogicalPlan node, String view) {
    return node instanceof UnresolvedRelation relation && relation.tableName().equals(view);
  }

  private static boolean isSimple(LogicalPlan node) {
    return node instanceof Project
        || node instanceof Filter
        || node instanceof SubqueryAlias
        || node instanceof UnresolvedRelation;
  }

  private static void addTree(Expression expression, List<Expression> all) {
    all.add(expression);
    CollectionConverters.asJava(expression.children()).forEach(child -> addTree(child, all));
  }

  private static boolean spansRows(Expression expression) {
    if (expression instanceof UnresolvedFunction function) {
      return isOfManyRows(function);
    }
    return expression instanceof SubqueryExpression
        || expression instanceof WindowExpression
        || expression instanceof UnresolvedWindowExpression;
  }

  private static boolean isOfManyRows(UnresolvedFunction function) {
    List<String> parts = CollectionConverters.asJava(function.nameParts());
    String name = parts.get(parts.size() - 1).toLowerCase(java.util.Locale.ROOT);
    Option<ExpressionInfo> info =
        FunctionRegistry.builtin().lookupFunction(new FunctionIdentifier(name));
    return VOLATILE.contains(name)
        || (info.isDefined() && GROUPS_OF_ROWS.contains(info.get().getGroup()));
  }

  private static List<List<String>> reference(Expression expression) {
    return expression instanceof UnresolvedAttribute attribute
        ? List.of(CollectionConverters.asJava(attribute.nameParts()))
        : List.of();
  }

  /** Whether each output row depends on one input row alone; false where that can't be told. */
  boolean isRowWise() {
    return rowWise;
  }

  /** Whether all columns are named at once. */
  boolean hasStar() {
    return star;
  }

  /** The columns of a schema that are named, also where qualified or with a field after them. */
  Set<String> columnsIn(Schema input) {
    Set<String> found = new TreeSet<>();
    for (List<String> parts : references) {
      parts.stream().filter(part -> input.column(part).isPresent()).forEach(found::add);
    }
    return found;
  }

  /** Why it may mean something else in another session, as one clause; empty if it can't. */
  Optional<String> sessionDependence(Schema input) {
    return SessionDependence.of(expressions, columnsIn(input), input);
  }

  /** What has no portable form, as one clause; empty if the syntax alone does not show it. */
  Optional<String> scoringObstacle(Schema input) {
    return expressions.stream()
        .flatMap(
            each ->
                SqlSyntax.obstacle(each).or(() -> SessionDependence.bareName(each, input)).stream())
        .findFirst();
  }

  /** The names that a known schema lacks. */
  Set<String> unknownColumns(Schema input) {
    Set<String> unknown = new LinkedHashSet<>();
    for (List<String> parts : references) {
      if (!input.has(parts.get(0))) {
        unknown.add(String.join(".", parts));
      }
    }
    return unknown;
  }
}
