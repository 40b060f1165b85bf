package io.millrace.stages.evaluate;

import io.millrace.api.MetricName;
import io.millrace.api.MetricName.Bound;
import io.millrace.api.MetricName.Slice;
import io.millrace.api.Resamples;
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
  private final Map<String, List<Double>> drawn = new LinkedHashMap<>();
  private double[] sizes = new double[0];

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
      sizes = whole.sizes();
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

  /** What the intervals came from; null if there are none. */
  @Nullable Resamples resamples() {
    Bootstrap bootstrap = options.bootstrap();
    return bootstrap == null
        ? null
        : new Resamples(
            bootstrap.level(), Arrays.stream(sizes).mapToObj(size -> (long) size).toList(), drawn);
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

  private void addInterval(MetricName name, Found found, int metric, double level) {
    double[] figures =
        Arrays.stream(found.metrics()).skip(1).mapToDouble(all -> all[metric]).toArray();
    drawn.put(name.text(), Arrays.stream(figures).boxed().toList());
    Resamples.percentiles(figures, level)
        .ifPresent(
            interval -> {
              scoped.put(name.bound(Bound.LOWER).text(), interval.lower());
              scoped.put(name.bound(Bound.UPPER).text(), interval.upper());
            });
  }
}
