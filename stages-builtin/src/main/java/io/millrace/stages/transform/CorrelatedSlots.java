package io.millrace.stages.transform;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.stages.transform.Choice.Composite;
import io.millrace.stages.transform.SelectorOptions.Merging;
import io.millrace.stages.transform.SelectorOptions.SelectCorrelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Correlation;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Finds slots that say nearly the same. From the first slot on, each leads a group: itself and all
 * later ones, in no group yet, that it is correlated with.
 */
final class CorrelatedSlots {
  /** Spark ML holds the correlations of all pairs in the driver's memory. */
  private static final int MOST_SLOTS = 10_000;

  private static final int STEPS = 10_000;
  private static final double STILL = 1e-15;

  private CorrelatedSlots() {}

  static Choice choose(SlotRows slots, SelectCorrelation options) {
    if (slots.size() > MOST_SLOTS) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The vectors have %d slots, and transform/select-correlation compares %d at most: choose among them with transform/select-univariate first."
              .formatted(slots.size(), MOST_SLOTS));
    }
    double[][] correlations = correlations(slots, options);
    List<int[]> groups = groups(correlations, options.threshold());
    int[] kept =
        groups.stream()
            .filter(group -> options.merge() == Merging.DROP || group.length == 1)
            .mapToInt(group -> group[0])
            .toArray();
    List<Composite> composites =
        options.merge() == Merging.DROP ? List.of() : merged(slots, correlations, groups, options);
    return new Choice(slots.names(), new double[0], new double[0], kept, composites);
  }

  /** Of a slot that never varies the correlations are no numbers: it is like no other. */
  private static double[][] correlations(SlotRows slots, SelectCorrelation options) {
    String method = options.method().name().toLowerCase(Locale.ROOT);
    Row row = Correlation.corr(slots.rows(), SlotRows.FEATURES, method).head();
    Matrix matrix = row.getAs(0);
    double[][] correlations = new double[slots.size()][slots.size()];
    for (int i = 0; i < slots.size(); i++) {
      for (int j = 0; j < slots.size(); j++) {
        double correlation = matrix.apply(i, j);
        correlations[i][j] = Double.isNaN(correlation) ? 0 : correlation;
      }
    }
    return correlations;
  }

  static List<int[]> groups(double[][] correlations, double threshold) {
    boolean[] grouped = new boolean[correlations.length];
    List<int[]> groups = new ArrayList<>();
    for (int first = 0; first < correlations.length; first++) {
      if (!grouped[first]) {
        int leader = first;
        int[] group =
            IntStream.concat(
                    IntStream.of(first),
                    IntStream.range(first + 1, correlations.length)
                        .filter(i -> !grouped[i])
                        .filter(i -> Math.abs(correlations[leader][i]) > threshold))
                .toArray();
        IntStream.of(group).forEach(i -> grouped[i] = true);
        groups.add(group);
      }
    }
    return groups;
  }

  private static List<Composite> merged(
      SlotRows slots, double[][] correlations, List<int[]> groups, SelectCorrelation options) {
    if (groups.stream().allMatch(group -> group.length == 1)) {
      return List.of();
    }
    Row summary =
        slots
            .rows()
            .select(
                Summarizer.metrics("mean", "std").summary(functions.col(SlotRows.FEATURES)).as("s"))
            .select("s.mean", "s.std")
            .head();
    Vector means = summary.getAs(0);
    Vector deviations = summary.getAs(1);
    List<Composite> composites = new ArrayList<>();
    for (int[] group : groups) {
      if (group.length > 1) {
        double[] loadings =
            options.merge() == Merging.MEAN
                ? signs(group, correlations)
                : firstComponent(group, correlations);
        composites.add(composite(slots.names(), group, loadings, means, deviations));
      }
    }
    return composites;
  }

  /** What runs against the first is turned round. */
  private static double[] signs(int[] group, double[][] correlations) {
    return IntStream.of(group)
        .mapToDouble(i -> (correlations[group[0]][i] < 0 ? -1.0 : 1.0) / group.length)
        .toArray();
  }

  /**
   * The eigenvector of the largest eigenvalue of the group's correlations, by power iteration: the
   * members of a group are much alike, so that this value stands out. The first member weighs
   * positively.
   */
  static double[] firstComponent(int[] group, double[][] correlations) {
    double[] vector = signs(group, correlations);
    double change = 1;
    for (int step = 0; step < STEPS && change > STILL; step++) {
      double[] next = new double[group.length];
      double norm = 0;
      for (int i = 0; i < group.length; i++) {
        for (int j = 0; j < group.length; j++) {
          next[i] += (i == j ? 1 : correlations[group[i]][group[j]]) * vector[j];
        }
        norm += next[i] * next[i];
      }
      change = 0;
      for (int i = 0; i < group.length; i++) {
        next[i] /= Math.sqrt(norm);
        change = Math.max(change, Math.abs(next[i] - vector[i]));
      }
      vector = next;
    }
    return vector;
  }

  private static Composite composite(
      List<String> names, int[] group, double[] loadings, Vector means, Vector deviations) {
    double[] weights = new double[names.size()];
    double intercept = 0;
    for (int i = 0; i < group.length; i++) {
      weights[group[i]] = loadings[i] / deviations.apply(group[i]);
      intercept -= weights[group[i]] * means.apply(group[i]);
    }
    String name = IntStream.of(group).mapToObj(names::get).collect(Collectors.joining("+"));
    return new Composite(name, weights, intercept);
  }
}
