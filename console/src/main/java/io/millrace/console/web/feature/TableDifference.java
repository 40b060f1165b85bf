package io.millrace.console.web.feature;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.FeatureVersion;
import io.millrace.console.chart.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * In what two versions of a table differ, as far as it is written down: rows are not read.
 *
 * @param columns those of either
 * @param facts figures of either
 */
public record TableDifference(List<ColumnChange> columns, List<FactChange> facts) {
  /**
   * A column.
   *
   * @param change {@code added}, {@code removed}, {@code changed}; empty if it is the same
   * @param from its type before; empty if it was not there
   * @param to its type now; empty if it is not there any more
   */
  public record ColumnChange(String name, String change, String from, String to) {}

  /**
   * A figure.
   *
   * @param difference the later one minus the earlier; empty if they are no numbers
   */
  public record FactChange(String name, String from, String to, String difference) {}

  /** Whether both have the same columns, of the same types. */
  public boolean sameColumns() {
    return columns.stream().allMatch(column -> column.change().isEmpty());
  }

  /** From one version to another. */
  static TableDifference of(
      FeatureVersion from, Schema fromSchema, FeatureVersion to, Schema toSchema) {
    List<ColumnChange> columns = new ArrayList<>();
    for (Column column : toSchema.columns()) {
      columns.add(change(column.name(), fromSchema.column(column.name()), Optional.of(column)));
    }
    for (Column column : fromSchema.columns()) {
      if (!toSchema.has(column.name())) {
        columns.add(change(column.name(), Optional.of(column), Optional.empty()));
      }
    }
    TreeSet<String> names = new TreeSet<>(from.facts().keySet());
    names.addAll(to.facts().keySet());
    return new TableDifference(
        columns,
        names.stream()
            .map(name -> fact(name, from.facts().get(name), to.facts().get(name)))
            .toList());
  }

  private static ColumnChange change(String name, Optional<Column> from, Optional<Column> to) {
    String before = from.map(TableDifference::type).orElse("");
    String after = to.map(TableDifference::type).orElse("");
    String change =
        before.isEmpty()
            ? "added"
            : after.isEmpty() ? "removed" : before.equals(after) ? "" : "changed";
    return new ColumnChange(name, change, before, after);
  }

  static String type(Column column) {
    return column.type().text() + (column.nullable() ? "" : ", never null");
  }

  private static FactChange fact(String name, @Nullable String from, @Nullable String to) {
    boolean numbers = from != null && to != null && Texts.isNumber(from) && Texts.isNumber(to);
    return new FactChange(
        name,
        from == null ? "" : Texts.cell(from),
        to == null ? "" : Texts.cell(to),
        numbers ? signed(Double.parseDouble(to) - Double.parseDouble(from)) : "");
  }

  private static String signed(double number) {
    return (number > 0 ? "+" : "") + Texts.number(number);
  }
}
