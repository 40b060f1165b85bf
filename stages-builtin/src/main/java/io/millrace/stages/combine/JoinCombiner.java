package io.millrace.stages.combine;

import io.millrace.api.Combiner;
import io.millrace.api.StageContext;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Joins two frames on columns; keys come first, then the left side, then the right. */
final class JoinCombiner implements Combiner<Dataset<Row>> {
  private final JoinFactory.Options options;
  private final Set<String> on;

  JoinCombiner(JoinFactory.Options options) {
    this.options = options;
    on = new LinkedHashSet<>(options.on());
    if (on.size() < options.on().size()) {
      throw new IllegalArgumentException("on: a column stands twice");
    }
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    if (inputs.size() != 2) {
      problems.report(
          "",
          StandardError.INVALID_OPTION,
          "a join takes two inputs, not " + inputs.size() + "; write from: { left: …, right: … }");
      return Schema.unknown();
    }
    Schema left = side(inputs, "left", 0);
    Schema right = side(inputs, "right", 1);
    on.forEach(key -> checkKey(key, left, right, problems));
    if (!left.isKnown() || !right.isKnown()) {
      return Schema.unknown();
    }
    checkNames(left, right, problems);
    return joined(left, right);
  }

  private void checkKey(String key, Schema left, Schema right, Problems problems) {
    if (!left.has(key) || !right.has(key)) {
      problems.report(
          "on",
          StandardError.UNKNOWN_COLUMN,
          "the " + (left.has(key) ? "right" : "left") + " input has no column '" + key + "'");
    } else if (left.column(key).isPresent()
        && right.column(key).isPresent()
        && !left.require(key).type().equals(right.require(key).type())) {
      problems.report(
          "on",
          StandardError.COLUMN_TYPE,
          "'"
              + key
              + "' is "
              + left.require(key).type().text()
              + " on the left and "
              + right.require(key).type().text()
              + " on the right; cast one of them before");
    }
  }

  private void checkNames(Schema left, Schema right, Problems problems) {
    for (String name : options.type().keepsRight() ? right.names() : List.<String>of()) {
      if (on.contains(name) || !left.has(name)) {
        continue;
      }
      if (options.suffix() == null) {
        problems.report(
            "suffix",
            StandardError.DUPLICATE_COLUMN,
            "both inputs have a column '"
                + name
                + "'; set suffix, or drop or rename it on one side");
      } else if (left.has(name + options.suffix()) || right.has(name + options.suffix())) {
        problems.report(
            "suffix",
            StandardError.DUPLICATE_COLUMN,
            "there is a column '" + name + options.suffix() + "' already; take another suffix");
      }
    }
  }

  private Schema joined(Schema left, Schema right) {
    boolean leftMayLack = options.type() == JoinFactory.Type.RIGHT || isFull();
    boolean rightMayLack = options.type() == JoinFactory.Type.LEFT || isFull();
    List<Column> columns = new ArrayList<>();
    for (String key : on) {
      left.column(key).ifPresent(columns::add);
    }
    for (Column column : left.columns()) {
      if (!on.contains(column.name())) {
        columns.add(lacking(column, column.name(), leftMayLack));
      }
    }
    for (Column column : options.type().keepsRight() ? right.columns() : List.<Column>of()) {
      if (!on.contains(column.name())) {
        columns.add(lacking(column, renamed(column.name(), left.names()), rightMayLack));
      }
    }
    Schema result = Schema.of();
    for (Column column : columns) {
      result = result.with(column);
    }
    return result;
  }

  private boolean isFull() {
    return options.type() == JoinFactory.Type.FULL;
  }

  private static Column lacking(Column column, String name, boolean mayLack) {
    return new Column(name, column.type(), column.nullable() || mayLack);
  }

  private String renamed(String name, List<String> left) {
    return options.suffix() != null && left.contains(name) ? name + options.suffix() : name;
  }

  @Override
  public Dataset<Row> combine(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    Dataset<Row> left = side(inputs, "left", 0);
    Dataset<Row> right = side(inputs, "right", 1);
    List<String> leftNames = List.of(left.columns());
    Dataset<Row> renamed =
        right.select(
            List.of(right.columns()).stream()
                .map(
                    name ->
                        Columns.col(name).as(on.contains(name) ? name : renamed(name, leftNames)))
                .toArray(org.apache.spark.sql.Column[]::new));
    return hinted(left, JoinFactory.Broadcast.LEFT)
        .join(
            hinted(renamed, JoinFactory.Broadcast.RIGHT),
            on.toArray(String[]::new),
            options.type().name().toLowerCase(Locale.ROOT));
  }

  private Dataset<Row> hinted(Dataset<Row> frame, JoinFactory.Broadcast side) {
    return options.broadcast() == side ? functions.broadcast(frame) : frame;
  }

  /** By name; where the inputs have other names, by their order. */
  private static <T> T side(Map<String, T> inputs, String name, int position) {
    boolean named = inputs.containsKey("left") && inputs.containsKey("right");
    T value = named ? inputs.get(name) : List.copyOf(inputs.values()).get(position);
    if (value == null) {
      throw new IllegalArgumentException("no input is named " + name);
    }
    return value;
  }
}
