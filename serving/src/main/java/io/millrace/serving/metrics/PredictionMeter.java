package io.millrace.serving.metrics;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.serving.model.PredictionValue;
import io.millrace.serving.model.ScoredRows;
import io.millrace.serving.model.ServedModel;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a version predicts: {@link PredictionValue one number a row} in buckets of its own, and of
 * classifiers how often each class. Of a large request the first rows count.
 */
final class PredictionMeter {
  /** More would make the thread of a large request work for the figures only. */
  private static final int ROWS = 1_024;

  /** The label values are the model's own classes; what lies beyond is counted together. */
  static final int CLASSES = 50;

  static final String OTHER = "other";

  private final int column;
  private final double[] bounds;
  private final LongAdder[] buckets;
  private final DoubleAdder sum = new DoubleAdder();
  private final Labels labels;
  private final int classColumn;
  private final Map<Object, CounterDataPoint> classes = new HashMap<>();
  private final @Nullable CounterDataPoint other;

  PredictionMeter(ServingMetrics metrics, ServedModel model) {
    column = PredictionValue.column(model.outputs());
    bounds = PredictionBounds.of(model, column);
    buckets = Stream.generate(LongAdder::new).limit(bounds.length + 1L).toArray(LongAdder[]::new);
    labels = Labels.of("model", model.name(), "version", model.version());
    classColumn = model.classes().isEmpty() ? -1 : named(model.outputs(), "prediction");
    other = classColumn < 0 ? null : metrics.predicted(model, OTHER);
    if (classColumn >= 0) {
      boolean texts = model.outputs().get(classColumn).type() == Simple.STRING;
      for (String name : model.classes().subList(0, Math.min(CLASSES, model.classes().size()))) {
        Object key = texts ? name : number(name);
        classes.put(key, metrics.predicted(model, name));
      }
    }
  }

  private static int named(List<Column> columns, String name) {
    return columns.stream().map(Column::name).toList().indexOf(name);
  }

  /** As {@link PredictionValue} tells a class that is no text. */
  private static Object number(String name) {
    if (name.equals("true") || name.equals("false")) {
      return name.equals("true") ? 1.0 : 0.0;
    }
    try {
      return Double.parseDouble(name);
    } catch (NumberFormatException e) {
      return name;
    }
  }

  /** Counts the rows of an answer. */
  void predicted(ScoredRows rows) {
    for (int row = 0; row < Math.min(ROWS, rows.rows()); row++) {
      double value = PredictionValue.of(rows, row, column);
      if (!Double.isNaN(value)) {
        int found = Arrays.binarySearch(bounds, value);
        buckets[found < 0 ? -found - 1 : found].increment();
        sum.add(value);
      }
      if (classColumn >= 0 && !rows.isNull(row, classColumn)) {
        count(rows, row);
      }
    }
  }

  private void count(ScoredRows rows, int row) {
    Object text = rows.object(row, classColumn);
    Object key = text == null ? PredictionValue.of(rows, row, classColumn) : text;
    CounterDataPoint counter = classes.getOrDefault(key, other);
    if (counter != null) {
      counter.inc();
    }
  }

  /** The histogram as it stands. */
  HistogramDataPointSnapshot snapshot() {
    double[] upper = Arrays.copyOf(bounds, bounds.length + 1);
    upper[bounds.length] = Double.POSITIVE_INFINITY;
    long[] counts = Stream.of(buckets).mapToLong(LongAdder::sum).toArray();
    return HistogramDataPointSnapshot.builder()
        .labels(labels)
        .classicHistogramBuckets(ClassicHistogramBuckets.of(upper, counts))
        .sum(sum.sum())
        .build();
  }
}
