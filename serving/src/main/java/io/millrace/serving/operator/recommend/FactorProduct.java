package io.millrace.serving.operator.recommend;

import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.operator.Blas;

/**
 * {@code factor-product}: the rating of an item (the second input) by a user (the first): the dot
 * product of their factors, {@code rank} of each (see {@link Factors}: {@code user…}, {@code
 * item…}). Where one is unknown, {@code unknown} says what the rating is: {@code missing}, {@code
 * nan}, {@code zero}, or {@code mean}: the user's in {@code userMeans}, else the item's in {@code
 * itemMeans}, else {@code mean}.
 */
public final class FactorProduct implements ScoringOperator {
  @Override
  public String name() {
    return "factor-product";
  }

  /** Sets the rating where a user or an item is unknown. */
  private interface Unknown {
    void set(ScoringRow row, int user, int item);
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    Factors users = Factors.of(params, "user", step.inputType(0) == Simple.STRING);
    Factors items = Factors.of(params, "item", step.inputType(1) == Simple.STRING);
    int rank = params.count("rank");
    int userSlot = step.inputSlot(0);
    int itemSlot = step.inputSlot(1);
    int to = step.outputSlot(0);
    Unknown unknown = unknown(params, to);
    return row -> {
      int user = users.find(row, userSlot);
      int item = items.find(row, itemSlot);
      if (user == Factors.UNKNOWN || item == Factors.UNKNOWN) {
        unknown.set(row, user, item);
      } else {
        row.setNumber(to, Blas.dot(rank, users.values(), user * rank, items.values(), item * rank));
      }
    };
  }

  private static Unknown unknown(StepParams params, int to) {
    String unknown = params.text("unknown");
    return switch (unknown) {
      case "missing" -> (row, user, item) -> row.setNull(to);
      case "nan" -> (row, user, item) -> row.setNumber(to, Double.NaN);
      case "zero" -> (row, user, item) -> row.setNumber(to, 0);
      case "mean" -> {
        double[] users = params.doubles("userMeans");
        double[] items = params.doubles("itemMeans");
        double mean = params.doubles("mean")[0];
        yield (row, user, item) ->
            row.setNumber(
                to,
                user != Factors.UNKNOWN
                    ? users[user]
                    : item != Factors.UNKNOWN ? items[item] : mean);
      }
      default -> throw new IllegalArgumentException("unknown is " + unknown);
    };
  }
}
