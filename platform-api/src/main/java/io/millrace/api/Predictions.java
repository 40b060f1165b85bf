package io.millrace.api;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model's predictions on one part, with the columns that {@link Model} describes.
 *
 * @param frame the rows
 * @param labelOrNull the column with the truth; null for unsupervised models
 * @param weightOrNull the column that weighs rows
 * @param classes the classes in the order of the probability vector; empty if this was no
 *     classifier
 * @param replayOrNull predicts again; null where the way to the predictions is not known, as of a
 *     registered version
 * @param drawnByOrNull the column of doubles in [0, 1) that resamples draw rows by: it follows from
 *     what a row held before any model changed it, so that all models are measured on the same
 *     resamples; null if there is none
 */
public record Predictions<D>(
    D frame,
    @Nullable String labelOrNull,
    @Nullable String weightOrNull,
    List<String> classes,
    @Nullable Replay<D> replayOrNull,
    @Nullable String drawnByOrNull) {
  public Predictions {
    classes = List.copyOf(classes);
  }

  /** Predictions whose resamples are the evaluator's own. */
  public Predictions(
      D frame,
      @Nullable String labelOrNull,
      @Nullable String weightOrNull,
      List<String> classes,
      @Nullable Replay<D> replayOrNull) {
    this(frame, labelOrNull, weightOrNull, classes, replayOrNull, null);
  }

  /** Predictions that can't be made again. */
  public Predictions(
      D frame, @Nullable String labelOrNull, @Nullable String weightOrNull, List<String> classes) {
    this(frame, labelOrNull, weightOrNull, classes, null, null);
  }

  /** Predicts again, with other values in the rows. */
  public Optional<Replay<D>> replay() {
    return Optional.ofNullable(replayOrNull);
  }

  /** The column that resamples draw rows by. */
  public Optional<String> drawnBy() {
    return Optional.ofNullable(drawnByOrNull);
  }

  /** The column with the truth. */
  public Optional<String> label() {
    return Optional.ofNullable(labelOrNull);
  }

  /** The column that weighs rows. */
  public Optional<String> weight() {
    return Optional.ofNullable(weightOrNull);
  }
}
