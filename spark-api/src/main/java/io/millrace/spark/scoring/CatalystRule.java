package io.millrace.spark.scoring;

import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** How expressions of one class are translated. */
@FunctionalInterface
interface CatalystRule {
  /** The tree of an expression of the rule's class. */
  Map<String, Object> tree(Expression expression, ExpressionTrees trees);
}
