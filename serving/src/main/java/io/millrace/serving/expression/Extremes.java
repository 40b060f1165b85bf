package io.millrace.serving.expression;

import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.scoring.StepWork;
import java.util.Map;
import java.util.function.Function;

/** The greatest and the least of values; nulls don't count. */
final class Extremes {
  private Extremes() {}

  static Map<ScoringFunction, Function<Call, StepWork>> functions() {
    return Map.of(
        ScoringFunction.GREATEST, call -> extreme(call, 1),
        ScoringFunction.LEAST, call -> extreme(call, -1));
  }

  private static StepWork extreme(Call call, int sign) {
    Order order = Comparisons.order(call);
    Operand[] values = call.args().toArray(Operand[]::new);
    int result = call.result();
    return row -> {
      row.setNull(result);
      for (Operand value : values) {
        if (value.present(row)
            && (row.isNull(result) || order.compare(row, value.slot(), result) * sign > 0)) {
          row.copy(value.slot(), result);
        }
      }
    };
  }
}
