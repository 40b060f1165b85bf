package io.millrace.stages.transform;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.stages.transform.SelectorOptions.Score;
import io.millrace.stages.transform.SelectorOptions.SelectUnivariate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.ml.stat.ANOVATest;
import org.apache.spark.ml.stat.ChiSquareTest;
import org.apache.spark.ml.stat.FValueTest;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Scores each slot for itself against the label. Spark ML's tests give the p-values, and the modes
 * are those of its selector, which keeps the numbers to itself.
 */
final class UnivariateScores {
  private UnivariateScores() {}

  static Choice choose(SlotRows slots, SelectUnivariate options) {
    if (options.score() == Score.MUTUAL_INFORMATION) {
      double[] scores = MutualInformation.ofSlots(slots, options.labelTask(), options.bins());
      int[] ranked = Choice.best(scores, scores.length);
      int[] kept = IntStream.of(ranked).limit(count(options, ranked.length)).toArray();
      return Choice.of(slots.names(), scores, new double[0], kept);
    }
    double[] scores = new double[slots.size()];
    double[] pValues = new double[slots.size()];
    for (Row row : tested(slots, options)) {
      int slot = row.getInt(0);
      // Slots that never vary have no test statistic: they say nothing.
      pValues[slot] = Double.isNaN(row.getDouble(1)) ? 1 : row.getDouble(1);
      scores[slot] = Double.isNaN(row.getDouble(2)) ? 0 : row.getDouble(2);
    }
    return Choice.of(slots.names(), scores, pValues, kept(scores, pValues, options));
  }

  private static List<Row> tested(SlotRows slots, SelectUnivariate options) {
    Dataset<Row> rows = slots.rows();
    String features = SlotRows.FEATURES;
    String label = SlotRows.LABEL;
    try {
      return switch (options.score()) {
        case CHI_SQUARE ->
            ChiSquareTest.test(rows, features, label, true)
                .select("featureIndex", "pValue", "statistic")
                .collectAsList();
        case ANOVA ->
            ANOVATest.test(rows, features, label, true)
                .select("featureIndex", "pValue", "fValue")
                .collectAsList();
        default ->
            FValueTest.test(rows, features, label, true)
                .select("featureIndex", "pValue", "fValue")
                .collectAsList();
      };
    } catch (Exception e) { // Scala throws checked exceptions without declaring them.
      if (options.score() == Score.CHI_SQUARE && isOfTooManyValues(e)) {
        throw new MillraceException(
            StandardError.UNUSABLE_COLUMN,
            "A slot has more than 10000 different values, and chi-square takes categories: set"
                + " score of transform/select-univariate to anova, or make buckets with"
                + " transform/quantiles.",
            e);
      }
      throw e;
    }
  }

  private static boolean isOfTooManyValues(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkException
          && String.valueOf(cause.getMessage()).contains("distinct")) {
        return true;
      }
    }
    return false;
  }

  private static int[] kept(double[] scores, double[] pValues, SelectUnivariate options) {
    int[] ranked =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(slot -> pValues[slot])
                    .thenComparing(slot -> -scores[slot]))
            .mapToInt(Integer::intValue)
            .toArray();
    return IntStream.of(ranked).limit(count(options, pValues, ranked)).toArray();
  }

  /** How many of the ranked slots are good enough, by their place alone. */
  private static int count(SelectUnivariate options, int slots) {
    return switch (options.selectionMode()) {
      case NUM_TOP_FEATURES -> (int) options.bound();
      case PERCENTILE -> (int) (slots * options.bound());
      default -> throw new IllegalStateException("the mode needs p-values");
    };
  }

  private static int count(SelectUnivariate options, double[] pValues, int[] ranked) {
    double bound = options.bound();
    int slots = ranked.length;
    return switch (options.selectionMode()) {
      case NUM_TOP_FEATURES, PERCENTILE -> count(options, slots);
      case FPR -> (int) IntStream.of(ranked).filter(slot -> pValues[slot] < bound).count();
      case FWE -> (int) IntStream.of(ranked).filter(slot -> pValues[slot] < bound / slots).count();
      // Benjamini and Hochberg: the last whose p-value lies below its share of the bound.
      case FDR ->
          IntStream.range(0, slots)
              .filter(place -> pValues[ranked[place]] <= bound * (place + 1) / slots)
              .map(place -> place + 1)
              .max()
              .orElse(0);
    };
  }
}
