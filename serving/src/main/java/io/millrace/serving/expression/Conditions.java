package io.millrace.serving.expression;

import io.millrace.api.error.StandardError;
import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** What chooses between values, and computes no more than it needs. */
final class Conditions {
  private Conditions() {}

  static Map<ScoringFunction, Function<Call, StepWork>> functions() {
    Map<ScoringFunction, Function<Call, StepWork>> table = new EnumMap<>(ScoringFunction.class);
    table.put(ScoringFunction.AND, call -> logic(call, 0));
    table.put(ScoringFunction.OR, call -> logic(call, 1));
    table.put(
        ScoringFunction.NOT,
        call -> call.strict((row, a, result) -> row.setWhole(result, 1 - row.whole(a[0]))));
    table.put(ScoringFunction.IS_NULL, call -> presence(call, false));
    table.put(ScoringFunction.IS_NOT_NULL, call -> presence(call, true));
    table.put(ScoringFunction.COALESCE, Conditions::coalesce);
    table.put(ScoringFunction.CASE, Conditions::cases);
    table.put(ScoringFunction.IS_NAN, Conditions::isNan);
    table.put(ScoringFunction.NANVL, Conditions::nanvl);
    table.put(ScoringFunction.RAISE, Conditions::raise);
    return table;
  }

  /**
   * And, or.
   *
   * @param decisive what decides alone: false for and, true for or
   */
  private static StepWork logic(Call call, long decisive) {
    Operand left = call.arg(0);
    Operand right = call.arg(1);
    int result = call.result();
    return row -> {
      boolean known = left.present(row);
      if (known && row.whole(left.slot()) == decisive) {
        row.setWhole(result, decisive);
        return;
      }
      boolean bothKnown = right.present(row) && known;
      if (!row.isNull(right.slot()) && row.whole(right.slot()) == decisive) {
        row.setWhole(result, decisive);
      } else if (bothKnown) {
        row.setWhole(result, 1 - decisive);
      } else {
        row.setNull(result);
      }
    };
  }

  private static StepWork presence(Call call, boolean wanted) {
    Operand value = call.arg(0);
    int result = call.result();
    return row -> row.setWhole(result, value.present(row) == wanted ? 1 : 0);
  }

  private static StepWork coalesce(Call call) {
    Operand[] values = call.args().toArray(Operand[]::new);
    int result = call.result();
    return row -> {
      for (Operand value : values) {
        if (value.present(row)) {
          row.copy(value.slot(), result);
          return;
        }
      }
      row.setNull(result);
    };
  }

  /** Pairs of a condition and a value; a last one without condition is for all else. */
  private static StepWork cases(Call call) {
    Operand[] args = call.args().toArray(Operand[]::new);
    int result = call.result();
    return row -> {
      int i = 0;
      while (i + 1 < args.length && !args[i].isTrue(row)) {
        i += 2;
      }
      int chosen = i + 1 < args.length ? i + 1 : i;
      if (chosen < args.length) {
        set(row, args[chosen], result);
      } else {
        row.setNull(result);
      }
    };
  }

  private static void set(ScoringRow row, Operand value, int result) {
    value.work().run(row);
    row.copy(value.slot(), result);
  }

  private static StepWork isNan(Call call) {
    Operand value = call.arg(0);
    int result = call.result();
    return row ->
        row.setWhole(result, value.present(row) && Double.isNaN(row.number(value.slot())) ? 1 : 0);
  }

  private static StepWork nanvl(Call call) {
    Operand value = call.arg(0);
    Operand instead = call.arg(1);
    int result = call.result();
    return row -> {
      if (!value.present(row)) {
        row.setNull(result);
      } else {
        set(row, Double.isNaN(row.number(value.slot())) ? instead : value, result);
      }
    };
  }

  /** Fails, with the arguments one after another as message. */
  private static StepWork raise(Call call) {
    StandardError code = code(call);
    Operand[] parts = call.args().toArray(Operand[]::new);
    return row -> {
      StringBuilder message = new StringBuilder();
      for (Operand part : parts) {
        message.append(part.present(row) ? row.object(part.slot()) : "null");
      }
      throw new RowRefused(code, message.toString());
    };
  }

  private static StandardError code(Call call) {
    try {
      return StandardError.valueOf(call.text("code"));
    } catch (IllegalArgumentException e) {
      throw call.corrupt("raises the unknown error '%s'".formatted(call.text("code")));
    }
  }
}
