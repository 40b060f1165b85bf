package io.millrace.spark.api;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.util.Optional;

/** Spark ML checks values as it reads them, but can't name the columns as users know them. */
public final class SparkMlFailures {
  private SparkMlFailures() {}

  /**
   * What a failure of a learner means. Scala throws checked exceptions without declaring them:
   * catch all, and throw on what this does not know.
   *
   * @param features the vector that it learnt from
   * @param weight the column that weighed rows
   * @return empty, if it is about none of these columns
   */
  public static Optional<MillraceException> explained(
      Throwable failure, String features, Optional<String> weight) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      boolean raised = message.contains("[USER_RAISED_EXCEPTION]");
      if (raised && message.contains("Vector")) {
        return Optional.of(
            new MillraceException(
                StandardError.UNUSABLE_COLUMN,
                "The column '%s' holds nulls or values that are no finite numbers: fill them with transform/impute."
                    .formatted(features),
                failure));
      }
      if (raised && message.contains("Weights")) {
        return Optional.of(
            new MillraceException(
                StandardError.UNUSABLE_COLUMN,
                "The weight '%s' is missing, infinite or negative in some training row."
                    .formatted(weight.orElse("")),
                failure));
      }
    }
    return Optional.empty();
  }
}
