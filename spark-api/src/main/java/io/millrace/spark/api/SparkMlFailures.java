package io.millrace.spark.api;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spark ML checks values as it reads them, but can't name the columns as users know them. */
public final class SparkMlFailures {
  /** As generalised linear regression says it. */
  private static final Pattern LABEL_RANGE =
      Pattern.compile("response variable of (\\w+?) ?family ?should be (.+?), but got (\\S+)");

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
      Matcher range = LABEL_RANGE.matcher(message);
      if (range.find()) {
        return Optional.of(
            new MillraceException(
                StandardError.UNUSABLE_LABEL,
                "A label in the training rows is %s, and the family %s wants it %s: choose another family."
                    .formatted(
                        range.group(3), range.group(1).toLowerCase(Locale.ROOT), range.group(2)),
                failure));
      }
      boolean raised = message.contains("[USER_RAISED_EXCEPTION]");
      if (raised && message.contains("Vector")) {
        return Optional.of(
            new MillraceException(
                StandardError.UNUSABLE_COLUMN,
                "The column '%s' holds %s.".formatted(features, unusable(message)),
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

  /** Learners of counts and of zeros and ones refuse more than others do. */
  private static String unusable(String message) {
    if (message.contains("in {0, 1}")) {
      return "values other than 0 and 1, which this learner wants";
    }
    return message.contains("Negative")
        ? "nulls, negative values or values that are no finite numbers, and this learner wants counts"
        : "nulls or values that are no finite numbers: fill them with transform/impute";
  }
}
