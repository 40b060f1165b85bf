package io.millrace.serving.expression;

import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.scoring.StepWork;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** What compares values. */
final class Comparisons {
  private Comparisons() {}

  static Map<ScoringFunction, Function<Call, StepWork>> functions() {
    Map<ScoringFunction, Function<Call, StepWork>> table = new EnumMap<>(ScoringFunction.class);
    table.put(ScoringFunction.EQUAL, call -> compared(call, order -> order == 0));
    table.put(ScoringFunction.LESS, call -> compared(call, order -> order < 0));
    table.put(ScoringFunction.LESS_OR_EQUAL, call -> compared(call, order -> order <= 0));
    table.put(ScoringFunction.EQUAL_NULL_SAFE, Comparisons::equalNullSafe);
    table.put(ScoringFunction.IN, Comparisons::in);
    return table;
  }

  private static StepWork compared(Call call, IntPredicate holds) {
    Order order = order(call);
    return call.strict(
        (row, a, result) ->
            row.setWhole(result, holds.test(order.compare(row, a[0], a[1])) ? 1 : 0));
  }

  /** The order of the arguments, which have one type. */
  static Order order(Call call) {
    for (Operand arg : call.args()) {
      if (arg.kind() != call.arg(0).kind()) {
        throw call.noSuchTypes();
      }
    }
    return Order.of(call.argType(0), call);
  }

  private static StepWork equalNullSafe(Call call) {
    Order order = order(call);
    Operand left = call.arg(0);
    Operand right = call.arg(1);
    int result = call.result();
    return row -> {
      boolean a = left.present(row);
      boolean b = right.present(row);
      boolean equal = a && b ? order.compare(row, left.slot(), right.slot()) == 0 : a == b;
      row.setWhole(result, equal ? 1 : 0);
    };
  }

  private static StepWork in(Call call) {
    Order order = order(call);
    Operand value = call.arg(0);
    Operand[] list = call.args().subList(1, call.count()).toArray(Operand[]::new);
    int result = call.result();
    return row -> {
      if (!value.present(row)) {
        row.setNull(result);
        return;
      }
      boolean unknown = false;
      for (Operand each : list) {
        if (!each.present(row)) {
          unknown = true;
        } else if (order.compare(row, value.slot(), each.slot()) == 0) {
          row.setWhole(result, 1);
          return;
        }
      }
      if (unknown) {
        row.setNull(result);
      } else {
        row.setWhole(result, 0);
      }
    };
  }
}
