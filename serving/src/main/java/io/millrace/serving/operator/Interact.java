package io.millrace.serving.operator;

import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;

/**
 * {@code interact}: all products of a value of each column, dense or sparse, whichever is smaller.
 * A number, or a slot of a vector, is taken as it is, or, where {@code categories} says how many
 * there are, as a 1 at its place. {@code slots} tells how many of those belong to each column.
 */
public final class Interact implements ScoringOperator {
  @Override
  public String name() {
    return "interact";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    int[] slots = params.ints("slots");
    int[] categories = params.ints("categories");
    Factor[] factors = new Factor[step.inputs()];
    int first = 0;
    for (int i = 0; i < factors.length; i++) {
      int[] own = java.util.Arrays.copyOfRange(categories, first, first + slots[i]);
      boolean vector = step.inputType(i) instanceof VectorOf;
      factors[i] =
          new Factor(VectorInput.of(step, i, vector ? own.length : -1), vector, own, size(own));
      first += slots[i];
    }
    int to = step.outputSlot(0);
    int other = step.newSlot();
    return row -> cross(row, factors, to, other);
  }

  private static int size(int[] categories) {
    int size = 0;
    for (int count : categories) {
      size += Math.max(1, count);
    }
    return size;
  }

  /** From the last column to the first, as its slots change fastest. */
  private static void cross(ScoringRow row, Factor[] factors, int to, int other) {
    // The last result shall lie in the slot of the output.
    boolean even = factors.length % 2 == 0;
    ScoringVector made = row.ownVector(even ? to : other);
    made.becomeSparse(1);
    made.append(0, 1);
    for (int i = factors.length - 1; i >= 0; i--) {
      ScoringVector next = row.ownVector((i % 2 == 0) ? to : other);
      factors[i].multiply(row, made, next);
      made = next;
    }
    made.compress();
  }

  private record Factor(VectorInput input, boolean vector, int[] categories, int size) {
    void multiply(ScoringRow row, ScoringVector before, ScoringVector made) {
      made.becomeSparse(before.size() * size);
      if (!vector) {
        if (row.isNull(input.slot())) {
          throw VectorInput.refused("The column '%s' holds null.".formatted(input.column()));
        }
        active(before, made, 0, categories[0], row.number(input.slot()));
        return;
      }
      ScoringVector values = input.in(row);
      int place = 0;
      for (int i = 0; i < categories.length; i++) {
        active(before, made, place, categories[i], values.at(i));
        place += Math.max(1, categories[i]);
      }
    }

    private void active(
        ScoringVector before, ScoringVector made, int place, int count, double value) {
      if (count == 0) {
        append(before, made, place, value);
        return;
      }
      if (!(value >= 0 && value == (int) value && value < count)) {
        throw VectorInput.refused(
            "The column '%s' holds %s, which is none of its %d categories."
                .formatted(input.column(), value, count));
      }
      append(before, made, place + (int) value, 1);
    }

    private static void append(ScoringVector before, ScoringVector made, int place, double value) {
      for (int j = 0; j < before.count(); j++) {
        made.append(before.indices()[j] + place * before.size(), before.values()[j] * value);
      }
    }
  }
}
