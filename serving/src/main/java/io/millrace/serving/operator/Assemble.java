package io.millrace.serving.operator;

import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code assemble}: puts numbers and vectors into one vector, dense or sparse, whichever is
 * smaller. A missing value becomes NaN in as many slots as {@code widths} says, if there are any;
 * without them nulls, and numbers that are NaN, are refused, by {@code refusals} of each column.
 */
public final class Assemble implements ScoringOperator {
  @Override
  public String name() {
    return "assemble";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    boolean keeps = params.has("widths");
    int[] widths = keeps ? params.ints("widths") : new int[step.inputs()];
    List<@Nullable String> refusals = keeps ? List.of() : params.texts("refusals");
    int[] slots = new int[step.inputs()];
    boolean[] vectors = new boolean[step.inputs()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = step.inputSlot(i);
      vectors[i] = step.inputType(i) instanceof VectorOf;
    }
    return new Assembly(slots, vectors, widths, keeps, refusals, step.outputSlot(0));
  }

  private record Assembly(
      int[] slots,
      boolean[] vectors,
      int[] widths,
      boolean keeps,
      List<@Nullable String> refusals,
      int to)
      implements StepWork {
    @Override
    public void run(ScoringRow row) {
      ScoringVector made = row.ownVector(to);
      made.becomeSparse(size(row));
      int place = 0;
      for (int i = 0; i < slots.length; i++) {
        int slot = slots[i];
        if (row.isNull(slot)) {
          for (int j = 0; j < widths[i]; j++) {
            made.append(place++, Double.NaN);
          }
        } else if (vectors[i]) {
          place = addAll(made, place, row.vector(slot));
        } else {
          add(made, place++, row.number(slot));
        }
      }
      made.compress();
    }

    /** How many slots the vector has; refuses what can't be put into it. */
    private int size(ScoringRow row) {
      int size = 0;
      for (int i = 0; i < slots.length; i++) {
        boolean missing = row.isNull(slots[i]);
        if (!keeps && (missing || (!vectors[i] && Double.isNaN(row.number(slots[i]))))) {
          throw new RowRefused(
              StandardError.UNUSABLE_COLUMN,
              String.valueOf(refusals.get(i))
                  .formatted(missing ? "null" : "a value that is not a number"));
        }
        size += missing ? widths[i] : vectors[i] ? row.vector(slots[i]).size() : 1;
      }
      return size;
    }

    private static void add(ScoringVector made, int place, double value) {
      if (value != 0) {
        made.append(place, value);
      }
    }

    private static int addAll(ScoringVector made, int place, ScoringVector vector) {
      double[] values = vector.values();
      for (int i = 0; i < vector.count(); i++) {
        add(made, place + (vector.isDense() ? i : vector.indices()[i]), values[i]);
      }
      return place + vector.size();
    }
  }
}
