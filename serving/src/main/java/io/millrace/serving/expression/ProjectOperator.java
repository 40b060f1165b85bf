package io.millrace.serving.expression;

import static io.millrace.api.error.StandardError.PACKAGE_CORRUPT;

import io.millrace.api.error.MillraceException;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import java.util.ArrayList;
import java.util.List;

/** {@code project}: sets each output to the value of one of {@code expressions}. */
public final class ProjectOperator implements ScoringOperator {
  @Override
  public String name() {
    return "project";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    if (!(step.params().json("expressions") instanceof List<?> trees)
        || trees.size() != step.outputs()) {
      throw new MillraceException(
          PACKAGE_CORRUPT, "A step 'project' has not one expression for each output.");
    }
    ExpressionCompiler compiler = new ExpressionCompiler(step);
    List<Operand> made = new ArrayList<>();
    int[] outputs = new int[trees.size()];
    for (int i = 0; i < outputs.length; i++) {
      made.add(compiler.compile(trees.get(i)));
      outputs[i] = step.outputSlot(i);
    }
    return new Projection(
        made.stream().map(Operand::work).toArray(StepWork[]::new),
        made.stream().mapToInt(Operand::slot).toArray(),
        outputs);
  }

  /** Outputs have slots of their own, so all expressions see the values that were there before. */
  private record Projection(StepWork[] works, int[] from, int[] to) implements StepWork {
    @Override
    public void run(ScoringRow row) {
      for (int i = 0; i < works.length; i++) {
        works[i].run(row);
        row.copy(from[i], to[i]);
      }
    }
  }
}
