package io.millrace.core.run;

import io.millrace.api.tracking.ModelVersion;
import java.nio.file.Path;

/**
 * A model that was made anew.
 *
 * @param registered the version that it is to be equal to
 * @param directory its package
 * @param packageHash SHA-256 over the package's list of files
 * @param golden what it predicts for the rows that the registered package was tried with
 * @param evaluated what it predicts for rows that it is judged by, against the registered package's
 *     predictions for the same rows
 */
public record Rebuilt(
    ModelVersion registered,
    Path directory,
    String packageHash,
    PredictionDifference golden,
    PredictionDifference evaluated) {
  /** Whether no prediction differs. */
  public boolean isEqual() {
    return golden.unequal() == 0 && evaluated.unequal() == 0;
  }
}
