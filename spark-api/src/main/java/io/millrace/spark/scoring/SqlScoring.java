package io.millrace.spark.scoring;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.spark.api.Columns;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The portable form of what Spark SQL computes row by row. It is read from the analysed query: with
 * every implicit cast, the dialect (ANSI or not) of each operation and the time zones in it, so
 * that no setting of a session is asked for later.
 *
 * <p>What can be said is {@link io.millrace.api.scoring.ScoringFunction}; everything else is
 * refused.
 */
public final class SqlScoring {
  private SqlScoring() {}

  /**
   * The steps from one frame to another that was made of it by selecting, computing, renaming and
   * filtering.
   *
   * @throws MillraceException NOT_SERVABLE, with a clause as message that names what has no
   *     portable form
   */
  public static List<ScoringStep> between(Dataset<Row> before, Dataset<Row> after) {
    return between(before, after, "it does not meet the condition of a filter");
  }

  /**
   * The same, with what is said of a row that is left out.
   *
   * @throws MillraceException NOT_SERVABLE
   */
  public static List<ScoringStep> between(
      Dataset<Row> before, Dataset<Row> after, String dropReason) {
    return new PlanSteps(before.queryExecution().analyzed(), dropReason)
        .to(after.queryExecution().analyzed(), after.schema());
  }

  /**
   * The step that sets one column of a frame, or adds it.
   *
   * @throws MillraceException NOT_SERVABLE
   */
  public static ScoringStep column(Dataset<Row> frame, String name, Column expression) {
    return only(between(frame, Columns.with(frame, Map.of(name, expression))), name);
  }

  /**
   * The step that drops the rows of a frame for which a condition is not true.
   *
   * @param reason what is said of a row that is dropped
   * @throws MillraceException NOT_SERVABLE
   */
  public static ScoringStep where(Dataset<Row> frame, Column condition, String reason) {
    return only(between(frame, frame.where(condition), reason), "the condition");
  }

  private static ScoringStep only(List<ScoringStep> steps, String what) {
    if (steps.size() != 1) {
      throw new MillraceException(
          StandardError.NOT_SERVABLE,
          "%s takes %d steps instead of one".formatted(what, steps.size()));
    }
    return steps.get(0);
  }
}
