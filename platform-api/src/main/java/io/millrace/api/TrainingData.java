package io.millrace.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a trainer sees; never the test part.
 *
 * @param train the rows to learn from
 * @param validationOrNull rows for early stopping, where the split yields them
 */
public record TrainingData<D>(D train, @Nullable D validationOrNull) {
  /** Without a validation part. */
  public static <D> TrainingData<D> of(D train) {
    return new TrainingData<>(train, null);
  }

  /** Rows for early stopping, where the split yields them. */
  public Optional<D> validation() {
    return Optional.ofNullable(validationOrNull);
  }
}
