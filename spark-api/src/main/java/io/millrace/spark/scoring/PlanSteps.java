package io.millrace.spark.scoring;

import static java.util.Objects.requireNonNull;

import io.millrace.api.scoring.ScoringStep;
import io.millrace.spark.api.Schemas;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The steps along an analysed plan. Columns are told apart by their ids; the names under which they
 * lie in the row are kept beside them.
 */
final class PlanSteps {
  private static final String IN_BETWEEN = "__millrace_";

  private final LogicalPlan before;
  private final String dropReason;
  private final List<ScoringStep> steps = new ArrayList<>();
  private final Map<ExprId, String> names = new LinkedHashMap<>();

  PlanSteps(LogicalPlan before, String dropReason) {
    this.before = before;
    this.dropReason = dropReason;
    attributes(before).forEach(column -> names.put(column.exprId(), column.name()));
  }

  private static List<Attribute> attributes(LogicalPlan plan) {
    return CollectionConverters.asJava(plan.output());
  }

  /** The steps up to a plan, whose columns then have the names and types of the schema. */
  List<ScoringStep> to(LogicalPlan after, StructType schema) {
    for (LogicalPlan node : nodes(after)) {
      if (node instanceof Project project) {
        project(CollectionConverters.asJava(project.projectList()));
      } else if (node instanceof Filter filter) {
        filter(filter.condition());
      } else if (node instanceof View view) {
        rename(attributes(view.child()), attributes(view));
      }
    }
    nameOutputs(attributes(after));
    return typed(schema);
  }

  /** The nodes above the plan that was there before, the lowest first. */
  private Deque<LogicalPlan> nodes(LogicalPlan after) {
    Deque<LogicalPlan> nodes = new ArrayDeque<>();
    LogicalPlan node = after;
    while (!node.equals(before)) {
      boolean rowWise =
          node instanceof Project
              || node instanceof Filter
              || node instanceof SubqueryAlias
              || node instanceof View;
      if (!rowWise) {
        throw Refusals.of(
            "a step of the query, '%s', is not row by row".formatted(node.nodeName()));
      }
      nodes.push(node);
      node = node.children().head();
    }
    return nodes;
  }

  /** A view may give the columns of its query ids of its own. */
  private void rename(List<Attribute> inner, List<Attribute> outer) {
    List<String> kept = inner.stream().map(column -> name(column.exprId())).toList();
    for (int i = 0; i < outer.size(); i++) {
      names.put(outer.get(i).exprId(), kept.get(i));
    }
  }

  private String name(ExprId id) {
    return requireNonNull(names.get(id), "a column without a name");
  }

  private void project(List<NamedExpression> list) {
    Map<ExprId, String> after = new LinkedHashMap<>();
    Map<String, Expression> made = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    // What stays as it is keeps its name before all others.
    for (NamedExpression each : list) {
      String lying = each instanceof Attribute ? names.get(each.exprId()) : null;
      if (lying != null && lying.equals(each.name()) && taken.add(lying)) {
        after.put(each.exprId(), lying);
      }
    }
    for (NamedExpression each : list) {
      if (!after.containsKey(each.exprId())) {
        String name = free(each.name(), taken);
        after.put(each.exprId(), name);
        made.put(name, value(each));
      }
    }
    addStep(made);
    names.clear();
    names.putAll(after);
  }

  private static Expression value(NamedExpression named) {
    return named instanceof Alias alias ? alias.child() : (Expression) named;
  }

  private static String free(String name, Set<String> taken) {
    String free = name;
    for (int i = 0; !taken.add(free); i++) {
      free = IN_BETWEEN + i + "_" + name;
    }
    return free;
  }

  private void addStep(Map<String, Expression> made) {
    if (made.isEmpty()) {
      return;
    }
    ExpressionTrees trees = new ExpressionTrees(names);
    List<Object> expressions = new ArrayList<>();
    ScoringStep step = ScoringStep.of("project");
    for (Map.Entry<String, Expression> each : made.entrySet()) {
      expressions.add(trees.tree(each.getValue()));
      DataType type = each.getValue().dataType();
      step = step.adding(each.getKey(), trees.logicalType(type));
    }
    steps.add(step.reading(trees.inputs()).with("expressions", expressions));
  }

  private void filter(Expression condition) {
    ExpressionTrees trees = new ExpressionTrees(names);
    Map<String, Object> tree = trees.tree(condition);
    steps.add(
        ScoringStep.of("filter")
            .reading(trees.inputs())
            .with("condition", tree)
            .with("reason", dropReason));
  }

  /** Where columns lie under other names than they should have. */
  private void nameOutputs(List<Attribute> outputs) {
    Map<String, Expression> made = new LinkedHashMap<>();
    Set<String> seen = new LinkedHashSet<>();
    for (Attribute output : outputs) {
      if (!seen.add(output.name())) {
        throw Refusals.of("two columns are named '%s'".formatted(output.name()));
      }
      if (!name(output.exprId()).equals(output.name())) {
        made.put(output.name(), output);
      }
    }
    addStep(made);
  }

  /** The schema knows sizes of vectors, and whether a value may be missing. */
  private List<ScoringStep> typed(StructType schema) {
    Map<String, io.millrace.api.schema.Column> columns = new LinkedHashMap<>();
    Schemas.fromSpark(schema).columns().forEach(column -> columns.put(column.name(), column));
    Set<String> later = new HashSet<>();
    List<ScoringStep> typed = new ArrayList<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      ScoringStep step = steps.get(i);
      List<io.millrace.api.schema.Column> outputs =
          step.outputs().stream()
              .map(o -> later.add(o.name()) ? columns.getOrDefault(o.name(), o) : o)
              .toList();
      typed.add(
          0,
          new ScoringStep(step.operator(), step.inputs(), outputs, step.params(), step.arrays()));
    }
    return typed;
  }
}
