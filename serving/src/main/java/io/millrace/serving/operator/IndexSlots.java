package io.millrace.serving.operator;

import io.millrace.api.error.StandardError;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.Arrays;

/**
 * {@code index-slots}: numbers the values of slots that are categories. Of the {@code slots} slots
 * of a vector those with values are {@code places}; the values of each follow one another in {@code
 * values}, rising, {@code counts} of them, with their numbers in {@code indices}. An unknown value
 * is refused, or gets the number of values ({@code keep}), or makes the vector null ({@code null}).
 */
public final class IndexSlots implements ScoringOperator {
  private enum Invalid {
    REFUSE,
    KEEP,
    NULL
  }

  @Override
  public String name() {
    return "index-slots";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    int size = params.count("slots");
    VectorInput input = VectorInput.of(step, 0, size);
    Table table = Table.of(params, size);
    int to = step.outputSlot(0);
    return row -> {
      ScoringVector vector = input.in(row);
      double[] values = Vectors.copy(vector, row.ownVector(to));
      boolean unknown = false;
      for (int i = 0; i < vector.count(); i++) {
        int slot = vector.isDense() ? i : vector.indices()[i];
        if (table.starts[slot] < table.ends[slot]) {
          values[i] = table.index(slot, values[i]);
          unknown |= Double.isNaN(values[i]);
        }
      }
      if (unknown) {
        row.setNull(to);
      }
    };
  }

  /** The values of each slot lie from its start to before its end. */
  private record Table(
      int[] starts, int[] ends, double[] values, double[] indices, Invalid invalid) {
    static Table of(StepParams params, int size) {
      int[] places = params.ints("places");
      int[] counts = params.ints("counts");
      int[] starts = new int[size];
      int[] ends = new int[size];
      int next = 0;
      for (int i = 0; i < places.length; i++) {
        starts[places[i]] = next;
        next += counts[i];
        ends[places[i]] = next;
      }
      Invalid invalid = Invalid.valueOf(params.text("invalid").toUpperCase(java.util.Locale.ROOT));
      return new Table(starts, ends, params.doubles("values"), params.doubles("indices"), invalid);
    }

    /** The number of a value; NaN, if it makes the vector null. */
    double index(int slot, double value) {
      // Zeros are one value, whatever their sign.
      int found = Arrays.binarySearch(values, starts[slot], ends[slot], value == 0 ? 0.0 : value);
      if (found >= 0 && !Double.isNaN(value)) {
        return indices[found];
      }
      return switch (invalid) {
        case KEEP -> ends[slot] - starts[slot];
        case NULL -> Double.NaN;
        case REFUSE ->
            throw new RowRefused(
                StandardError.UNSEEN_VALUE,
                "VectorIndexer encountered invalid value %s on feature index %d. To handle or skip invalid value, try setting VectorIndexer.handleInvalid."
                    .formatted(value, slot));
      };
    }
  }
}
