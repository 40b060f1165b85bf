package io.millrace.serving.operator;

import io.millrace.api.error.StandardError;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import java.util.Arrays;

/**
 * The vector that a model's step reads, of as many places as the model learnt from.
 *
 * @param slot where it lies
 * @param column its name, for messages
 * @param size the places that it has
 */
public record FeatureVector(int slot, String column, int size) {
  /** The first input of a step. */
  public static FeatureVector of(PreparedStep step, int size) {
    return new FeatureVector(step.inputSlot(0), step.input(0).name(), size);
  }

  /**
   * The vector of a row.
   *
   * @throws RowRefused if it is missing, or has another number of places
   */
  public ScoringVector in(ScoringRow row) {
    if (row.isNull(slot)) {
      throw new RowRefused(
          StandardError.UNUSABLE_COLUMN, "The column '%s' holds no vector.".formatted(column));
    }
    ScoringVector vector = row.vector(slot);
    if (vector.size() != size) {
      throw new RowRefused(
          StandardError.SCHEMA_MISMATCH,
          "The vector '%s' has %d slots, and the model learnt from vectors of %d."
              .formatted(column, vector.size(), size));
    }
    return vector;
  }

  /**
   * The values of a row's vector by their places: its own array, or a sparse vector's values spread
   * over a scratch vector; {@link #release} must follow.
   *
   * @param scratch a slot that nobody else uses; its own vector is zero everywhere in between
   */
  public double[] spread(ScoringVector vector, ScoringRow row, int scratch) {
    if (vector.isDense()) {
      return vector.values();
    }
    double[] dense = row.ownVector(scratch).becomeDense(size);
    double[] values = vector.values();
    int[] indices = vector.indices();
    for (int k = 0; k < vector.count(); k++) {
      dense[indices[k]] = values[k];
    }
    return dense;
  }

  /** Makes what {@link #spread} gave zero again. */
  public void release(ScoringVector vector, double[] spread) {
    if (vector.isDense()) {
      return;
    }
    if (vector.count() * 4 > size) {
      Arrays.fill(spread, 0, size, 0);
      return;
    }
    int[] indices = vector.indices();
    for (int k = 0; k < vector.count(); k++) {
      spread[indices[k]] = 0;
    }
  }
}
