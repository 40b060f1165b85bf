package io.millrace.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What fitting a transformer gives.
 *
 * @param fitted the learnt transformer
 * @param trainOutputOrNull the output for the training rows, where it differs from applying {@code
 *     fitted} to them (out-of-fold encodings); else null
 */
public record Fit<D>(FittedTransformer<D> fitted, @Nullable D trainOutputOrNull) {
  /** The usual case: training rows are put through the fitted transformer like all others. */
  public static <D> Fit<D> of(FittedTransformer<D> fitted) {
    return new Fit<>(fitted, null);
  }

  /** The output for the training rows, where it differs. */
  public Optional<D> trainOutput() {
    return Optional.ofNullable(trainOutputOrNull);
  }
}
