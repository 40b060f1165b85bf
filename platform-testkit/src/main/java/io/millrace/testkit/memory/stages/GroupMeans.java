package io.millrace.testkit.memory.stages;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.memory.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sums up labels by group: one number a row for regression, one a class for classification. */
final class GroupMeans {
  private final MeanBy.Options options;
  private final Table train;
  private final List<Object> classes;
  private final Map<@Nullable Object, Sum> groups = new LinkedHashMap<>();
  private final Sum all;

  GroupMeans(MeanBy.Options options, Table train) {
    this.options = options;
    this.train = train;
    requireLabels();
    this.classes = options.classification() ? classes() : List.of();
    this.all = new Sum(width());
    train.rows().forEach(this::add);
  }

  /** A weighted sum of labels, or of memberships in each class. */
  private static final class Sum {
    private final double[] sums;
    private double weight;

    Sum(int width) {
      sums = new double[width];
    }

    void add(int slot, double value, double rowWeight) {
      sums[slot] += value * rowWeight;
      weight += rowWeight;
    }

    List<Double> means(double smoothing, List<Double> prior) {
      List<Double> means = new ArrayList<>();
      for (int i = 0; i < sums.length; i++) {
        means.add((sums[i] + smoothing * prior.get(i)) / (weight + smoothing));
      }
      return means;
    }
  }

  private void requireLabels() {
    if (train.size() == 0) {
      throw new MillraceException(StandardError.EMPTY_INPUT, "there is no training row");
    }
    if (train.column(options.label()).contains(null)) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL, "label '" + options.label() + "' is null in training rows");
    }
  }

  private List<Object> classes() {
    List<Object> sorted = new ArrayList<>(new TreeSet<>(train.column(options.label())));
    if (sorted.size() < 2) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "label '" + options.label() + "' has one class only: " + sorted.get(0));
    }
    return sorted;
  }

  private int width() {
    return Math.max(1, classes.size());
  }

  private void add(List<Object> row) {
    String weight = options.weight();
    double rowWeight = weight == null ? 1 : (Double) row.get(train.indexOf(weight));
    Object label = row.get(train.indexOf(options.label()));
    int slot = options.classification() ? classes.indexOf(label) : 0;
    double value = options.classification() ? 1 : (Double) label;
    groups
        .computeIfAbsent(row.get(train.indexOf(options.by())), key -> new Sum(width()))
        .add(slot, value, rowWeight);
    all.add(slot, value, rowWeight);
  }

  MeanModel model(Calls calls) {
    Double[] zeros = new Double[width()];
    Arrays.fill(zeros, 0.0);
    List<Double> prior = all.means(0, List.of(zeros));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    groups.forEach(
        (key, sum) -> rows.add(Arrays.asList(key, sum.means(options.smoothing(), prior))));
    Column by = train.schema().require(options.by());
    Column label = train.schema().require(options.label());
    return new MeanModel(
        options.classification(),
        Table.of(Schema.of(Column.nullable(by.name(), by.type()), MeanModel.SCORES), rows),
        Table.of(Schema.of(MeanModel.SCORES), List.of(List.of(prior))),
        Table.of(
            Schema.of(Column.required("class", label.type())),
            classes.stream().map(List::of).toList()),
        calls);
  }
}
