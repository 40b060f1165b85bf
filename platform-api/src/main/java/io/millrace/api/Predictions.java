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
 */
public record Predictions<D>(
    D frame, @Nullable String labelOrNull, @Nullable String weightOrNull, List<String> classes) {
  public Predictions {
    classes = List.copyOf(classes);
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
