package io.millrace.stages.combine;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.joins.BroadcastHashJoinExec;
import org.apache.spark.sql.execution.joins.BroadcastNestedLoopJoinExec;
import scala.jdk.javaapi.CollectionConverters;

/** How Spark means to carry a join out, by the sizes that it knows before it runs. */
final class JoinStrategy {
  private static final int DEEPEST = 3;

  private JoinStrategy() {}

  /** One line for the run's record; plans the join, and runs nothing. */
  static String of(Dataset<Row> joined) {
    return isBroadcast(joined.queryExecution().sparkPlan(), 0)
        ? "one side is sent to every worker"
        : "both sides are sorted by key; adaptive execution may change that, and splits skewed"
            + " partitions";
  }

  /** The join itself stands at the top, below projections. */
  private static boolean isBroadcast(SparkPlan plan, int depth) {
    if (plan instanceof BroadcastHashJoinExec || plan instanceof BroadcastNestedLoopJoinExec) {
      return true;
    }
    return depth < DEEPEST
        && CollectionConverters.asJava(plan.children()).size() == 1
        && isBroadcast(plan.children().head(), depth + 1);
  }
}
