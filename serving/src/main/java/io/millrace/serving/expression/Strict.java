package io.millrace.serving.expression;

import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import java.util.List;

/** A function whose value is null as soon as an argument is; those behind it are not computed. */
final class Strict implements StepWork {
  private final StepWork[] works;
  private final int[] slots;
  private final int result;
  private final Body body;

  Strict(List<Operand> args, int result, Body body) {
    works = args.stream().map(Operand::work).toArray(StepWork[]::new);
    slots = args.stream().mapToInt(Operand::slot).toArray();
    this.result = result;
    this.body = body;
  }

  @Override
  public void run(ScoringRow row) {
    for (int i = 0; i < works.length; i++) {
      works[i].run(row);
      if (row.isNull(slots[i])) {
        row.setNull(result);
        return;
      }
    }
    body.set(row, slots, result);
  }
}
