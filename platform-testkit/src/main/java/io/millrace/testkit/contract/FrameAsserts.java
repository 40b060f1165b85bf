package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.assertj.core.util.DoubleComparator;
import org.jspecify.annotations.Nullable;

/** What contracts ask of frames. */
final class FrameAsserts<D> {
  private static final double ROUNDING = 1e-6;

  private final Frames<D> frames;

  FrameAsserts(Frames<D> frames) {
    this.frames = frames;
  }

  /**
   * The frame has the columns that a stage declared: names, order and types, where a vector's size
   * may be left open. Whether values may be missing is not compared: an engine may know less.
   */
  void hasSchema(D frame, Schema declared) {
    if (!declared.isKnown()) {
      return;
    }
    Schema actual = frames.schema(frame);
    assertThat(actual.names()).as("columns, as declared").isEqualTo(declared.names());
    for (Column column : declared.columns()) {
      Column found = actual.require(column.name());
      if (column.type() instanceof VectorOf vector && vector.size() == VectorOf.UNKNOWN_SIZE) {
        assertThat(found.type()).as("type of '%s'", column.name()).isInstanceOf(VectorOf.class);
      } else if (!(found.type() instanceof VectorOf open
          && open.size() == VectorOf.UNKNOWN_SIZE
          && column.type() instanceof VectorOf)) {
        assertThat(found.type()).as("type of '%s'", column.name()).isEqualTo(column.type());
      }
    }
  }

  /** Both have equal rows, in whatever order. */
  void sameRows(D actual, D expected) {
    sameRows(frames.rows(actual), frames.rows(expected));
  }

  /** Both hold equal rows, in whatever order. */
  void sameRows(List<List<@Nullable Object>> actual, List<List<@Nullable Object>> expected) {
    assertThat(counted(actual)).isEqualTo(counted(expected));
  }

  /** Both have equal rows in the same order, but for rounding in numbers that are no whole ones. */
  void nearlySameRows(D actual, D expected) {
    assertThat(frames.rows(actual))
        .usingRecursiveFieldByFieldElementComparator(
            RecursiveComparisonConfiguration.builder()
                .withComparatorForType(new DoubleComparator(ROUNDING), Double.class)
                .build())
        .isEqualTo(frames.rows(expected));
  }

  private static Map<List<@Nullable Object>, Long> counted(List<List<@Nullable Object>> rows) {
    return rows.stream().collect(Collectors.groupingBy(row -> row, Collectors.counting()));
  }

  /** All rows of some frames. */
  List<List<@Nullable Object>> rows(Collection<D> several) {
    List<List<@Nullable Object>> all = new ArrayList<>();
    several.forEach(frame -> all.addAll(frames.rows(frame)));
    return all;
  }

  /** The same rows in another order. */
  D turned(D frame) {
    List<List<@Nullable Object>> rows = new ArrayList<>(frames.rows(frame));
    Collections.reverse(rows);
    return frames.frame(frames.schema(frame), rows);
  }

  /** Some of the columns. */
  D select(D frame, List<String> columns) {
    Schema schema = frames.schema(frame);
    List<Integer> at = columns.stream().map(schema.names()::indexOf).toList();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (List<@Nullable Object> row : frames.rows(frame)) {
      List<@Nullable Object> selected = new ArrayList<>();
      at.forEach(index -> selected.add(row.get(index)));
      rows.add(selected);
    }
    return frames.frame(Schema.of(columns.stream().map(schema::require).toList()), rows);
  }

  /** The rows from one place to another. */
  D slice(D frame, int from, int to) {
    return frames.frame(frames.schema(frame), frames.rows(frame).subList(from, to));
  }
}
