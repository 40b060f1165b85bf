package io.millrace.serving.operator;

import io.millrace.api.error.StandardError;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;

/**
 * An input column of vectors, none of which may be missing.
 *
 * @param size how many slots each has to have; negative, if any number will do
 */
record VectorInput(int slot, String column, int size) {
  static VectorInput of(PreparedStep step, int index, int size) {
    return new VectorInput(step.inputSlot(index), step.input(index).name(), size);
  }

  static VectorInput ofAnySize(PreparedStep step, int index) {
    return of(step, index, -1);
  }

  /**
   * The vector of a row.
   *
   * @throws RowRefused if there is none, or it has another size
   */
  ScoringVector in(ScoringRow row) {
    if (row.isNull(slot)) {
      throw refused("The column '%s' holds a row without a vector.".formatted(column));
    }
    ScoringVector vector = row.vector(slot);
    if (size >= 0 && vector.size() != size) {
      throw refused(
          "The column '%s' holds a vector of %d slots, and those of the training rows have %d."
              .formatted(column, vector.size(), size));
    }
    return vector;
  }

  static RowRefused refused(String message) {
    return new RowRefused(StandardError.UNUSABLE_COLUMN, message);
  }
}
