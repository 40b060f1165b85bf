package io.millrace.serving.expression;

import static io.millrace.api.error.StandardError.PACKAGE_CORRUPT;

import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepWork;

/** {@code filter}: drops a row for which {@code condition} is false or null. */
public final class FilterOperator implements ScoringOperator {
  @Override
  public String name() {
    return "filter";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    String reason = step.params().text("reason");
    Operand condition = new ExpressionCompiler(step).compile(step.params().json("condition"));
    if (condition.type() != Simple.BOOLEAN) {
      throw new MillraceException(
          PACKAGE_CORRUPT,
          "The condition of a step 'filter' is a %s.".formatted(condition.type().text()));
    }
    return row -> {
      if (!condition.isTrue(row)) {
        row.drop(reason);
      }
    };
  }
}
