package io.millrace.testkit.memory;

import io.millrace.api.profile.ColumnProfile;
import io.millrace.api.profile.FrameProfile;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Exact profiles of tables. */
final class MemoryProfile {
  private MemoryProfile() {}

  static FrameProfile of(Table table) {
    List<ColumnProfile> columns = new ArrayList<>();
    for (Column column : table.schema().columns()) {
      List<@Nullable Object> values = table.column(column.name());
      if (column.type() instanceof VectorOf) {
        columns.addAll(ofSlots(column.name(), values));
      } else if (column.type() instanceof DecimalOf
          || column.type() instanceof Simple && column.type() != Simple.BINARY) {
        columns.add(of(column.name(), column.type(), values));
      }
    }
    return new FrameProfile(table.size(), columns);
  }

  private static List<ColumnProfile> ofSlots(String name, List<@Nullable Object> vectors) {
    int size =
        vectors.stream()
            .filter(Objects::nonNull)
            .mapToInt(vector -> ((List<?>) vector).size())
            .findFirst()
            .orElse(0);
    List<ColumnProfile> slots = new ArrayList<>();
    for (int i = 0; i < size && size <= FrameProfile.VECTOR_SLOTS; i++) {
      int slot = i;
      List<@Nullable Object> values =
          vectors.stream()
              .<@Nullable Object>map(v -> v == null ? null : ((List<?>) v).get(slot))
              .toList();
      slots.add(of(name + "[" + i + "]", Simple.DOUBLE, values));
    }
    return slots;
  }

  private static ColumnProfile of(
      String name, LogicalType type, List<? extends @Nullable Object> values) {
    List<Object> present = new ArrayList<>();
    for (Object value : values) {
      if (value != null && !(value instanceof Number n && Double.isNaN(n.doubleValue()))) {
        present.add(value);
      }
    }
    TreeMap<Object, Long> counts =
        present.stream()
            .collect(Collectors.groupingBy(v -> v, TreeMap::new, Collectors.counting()));
    return new ColumnProfile(
        name,
        type,
        values.size() - present.size(),
        counts.size(),
        counts.isEmpty() ? null : counts.firstKey(),
        counts.isEmpty() ? null : counts.lastKey(),
        type.isNumeric() && !present.isEmpty() ? numbers(present) : null,
        frequent(counts));
  }

  private static List<ColumnProfile.Frequent> frequent(TreeMap<Object, Long> counts) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<Object, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(FrameProfile.FREQUENT)
        .map(entry -> new ColumnProfile.Frequent(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static ColumnProfile.Numbers numbers(List<Object> present) {
    double[] sorted =
        present.stream().mapToDouble(value -> ((Number) value).doubleValue()).sorted().toArray();
    double mean = java.util.Arrays.stream(sorted).average().orElse(Double.NaN);
    double squares = 0;
    for (double value : sorted) {
      squares += (value - mean) * (value - mean);
    }
    List<Double> quantiles = new ArrayList<>();
    for (int i = 0; i <= FrameProfile.QUANTILE_STEPS; i++) {
      double share = (double) i / FrameProfile.QUANTILE_STEPS;
      quantiles.add(sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)]);
    }
    return new ColumnProfile.Numbers(mean, Math.sqrt(squares / (sorted.length - 1)), quantiles);
  }
}
