package io.millrace.stages.evaluate;

import io.millrace.api.MetricName;
import io.millrace.api.MetricName.Bound;
import io.millrace.api.MetricName.Slice;
import io.millrace.api.StageContext;
import io.millrace.stages.evaluate.TallyJob.Found;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names what was found of groups of rows, and gives it intervals. */
final class Figures {
  /** Fewer rows make rough figures. */
  private static final int SMALL = 30;

  private final List<String> names;
  private final Set<String> left;
  private final TallyOptions options;
  private final Map<String, Double> metrics = new LinkedHashMap<>();
  private final Map<String, Double> scoped = new LinkedHashMap<>();

  /**
   * Nothing yet.
   *
   * @param left the metrics that the model gives no ground for
   */
  Figures(List<String> names, Set<String> left, TallyOptions options) {
    this.names = names;
    this.left = left;
    this.options = options;
  }

  /** The metrics of all rows and their intervals, then those of slices. */
  Map<String, Double> of(Map<Group, Found> found, StageContext<?> context) {
    List<Map.Entry<Group, Found>> slices =
        found.entrySet().stream()
            .filter(entry -> !entry.getKey().isWhole())
            .sorted(
                Map.Entry.comparingByKey(
                    Comparator.comparing(Group::slice).thenComparing(Group::value)))
            .toList();
    Found whole = found.get(Group.WHOLE);
    if (whole != null) {
      addAll(null, whole);
    }
    List<String> small = new ArrayList<>();
    for (Map.Entry<Group, Found> entry : slices) {
      Group group = entry.getKey();
      Found figures = entry.getValue();
      Slice slice = new Slice(options.slices().get(group.slice()), group.value());
      addAll(slice, figures);
      if (figures.state()[Tally.ROWS] < SMALL) {
        small.add(
            "%s = %s (%.0f)".formatted(slice.column(), slice.value(), figures.state()[Tally.ROWS]));
      }
    }
    if (!small.isEmpty()) {
      context.warn(
          "slices of fewer than %d rows have rough figures: %s"
              .formatted(SMALL, String.join(", ", small)));
    }
    metrics.putAll(scoped);
    return metrics;
  }

  private void addAll(@Nullable Slice slice, Found found) {
    for (int i = 0; i < names.size(); i++) {
      double value = found.metrics()[0][i];
      // Of all rows a metric without a value is told; a slice does without.
      if (left.contains(names.get(i)) || slice != null && Double.isNaN(value)) {
        continue;
      }
      MetricName name = MetricName.of(names.get(i));
      MetricName of = slice == null ? name : name.in(slice);
      (slice == null ? metrics : scoped).put(of.text(), value);
      if (options.bootstrap() != null) {
        addInterval(of, found, i, options.bootstrap().level());
      }
    }
  }

  /** The percentile interval: Efron and Tibshirani, "An Introduction to the Bootstrap", ch. 13. */
  private void addInterval(MetricName name, Found found, int metric, double level) {
    double[] drawn =
        Arrays.stream(found.metrics())
            .skip(1)
            .mapToDouble(figures -> figures[metric])
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    // Where a resample more often than not has no figure, there is no interval to speak of.
    if (2 * drawn.length > found.metrics().length - 1) {
      scoped.put(name.bound(Bound.LOWER).text(), quantile(drawn, (1 - level) / 2));
      scoped.put(name.bound(Bound.UPPER).text(), quantile(drawn, (1 + level) / 2));
    }
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
