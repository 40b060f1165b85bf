package io.millrace.stages.combine;

import io.millrace.api.Combiner;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.stages.combine.AsOfJoinFactory.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Adds to each event the newest feature row at or before its time. The columns of the event come
 * first, then those of the feature row, then its time. An event without a key or a time finds
 * nothing, and a feature row without one is found by nobody.
 */
final class AsOfJoin implements Combiner<Dataset<Row>> {
  private final AsOfJoinFactory.Options options;

  AsOfJoin(AsOfJoinFactory.Options options) {
    this.options = options;
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    if (!JoinSides.areTwo(inputs, "an as-of join", problems)) {
      return Schema.unknown();
    }
    JoinSides<Schema> sides = JoinSides.of(inputs);
    for (int i = 0; i < options.on().size(); i++) {
      String key = options.on().get(i);
      JoinSides.checkKey(sides, "on[" + i + "]", key, key, problems);
    }
    JoinSides.checkKey(sides, "time", options.time(), options.timeOfRight(), problems);
    sides.left().column(options.time()).ifPresent(time -> checkTime(time, problems));
    checkColumns(sides.right(), problems);
    if (!sides.left().isKnown() || !sides.right().isKnown()) {
      return Schema.unknown();
    }
    JoinSides.checkNames(sides, taken(sides.right().names()), Set.of(), options.suffix(), problems);
    return joined(sides, problems);
  }

  @Override
  public Optional<String> manner() {
    return Optional.of(
        "both sides are merged by key and time; all rows of a key go through one task, without"
            + " being held in memory, so that a key with most rows decides how long it takes");
  }

  private void checkTime(Column time, Problems problems) {
    Optional<AsOfTime> kind = AsOfTime.of(time.type());
    if (kind.isEmpty()) {
      problems.report(
          "time",
          StandardError.COLUMN_TYPE,
          "column '%s' has the type %s, and a time is a timestamp, a date or a whole number"
              .formatted(time.name(), time.type().text()));
    } else if (options.tolerance() != null && kind.get().span(options.tolerance()).isEmpty()) {
      problems.report(
          "tolerance",
          StandardError.INVALID_OPTION,
          "'%s' is no span between values of '%s', which holds %ss; write %s"
              .formatted(options.tolerance(), time.name(), time.type().text(), kind.get().spans()));
    }
  }

  private void checkColumns(Schema right, Problems problems) {
    for (int i = 0; i < options.columns().size(); i++) {
      require(right, options.columns().get(i), "columns[" + i + "]", problems);
    }
    if (options.newestBy() != null) {
      require(right, options.newestBy(), "newestBy", problems);
      right
          .column(options.newestBy())
          .filter(column -> !isOrdered(column.type()))
          .ifPresent(
              column ->
                  problems.report(
                      "newestBy",
                      StandardError.COLUMN_TYPE,
                      "column '%s' has the type %s, and only simple values can be compared"
                          .formatted(column.name(), column.type().text())));
    }
  }

  private static boolean isOrdered(LogicalType type) {
    return type instanceof Simple || type instanceof DecimalOf;
  }

  private static void require(Schema right, String name, String option, Problems problems) {
    if (!right.has(name)) {
      problems.report(
          option,
          StandardError.UNKNOWN_COLUMN,
          "the right input has no column '%s'".formatted(name));
    }
  }

  /** The columns that are taken from the right side, by their names there. */
  private List<String> taken(List<String> right) {
    return options.columns().isEmpty()
        ? right.stream()
            .filter(name -> !options.on().contains(name) && !name.equals(options.timeOfRight()))
            .toList()
        : options.columns();
  }

  private Schema joined(JoinSides<Schema> sides, Problems problems) {
    boolean mayLack = options.type() == Type.LEFT;
    List<Column> columns = new ArrayList<>(sides.left().columns());
    for (String name : taken(sides.right().names())) {
      String renamed = JoinSides.renamed(name, sides.left().names(), options.suffix());
      sides.right().column(name).ifPresent(c -> columns.add(found(c, renamed, mayLack)));
    }
    String matched = options.matchedTime();
    if (matched != null && columns.stream().anyMatch(c -> c.name().equals(matched))) {
      problems.report(
          "matchedTime",
          StandardError.DUPLICATE_COLUMN,
          "there is a column '%s' already; take another name".formatted(matched));
    } else if (matched != null) {
      sides
          .right()
          .column(options.timeOfRight())
          .ifPresent(time -> columns.add(new Column(matched, time.type(), mayLack)));
    }
    Schema result = Schema.of();
    for (Column column : columns) {
      result = result.with(column);
    }
    return result;
  }

  private static Column found(Column column, String name, boolean mayLack) {
    return new Column(name, column.type(), column.nullable() || mayLack);
  }

  @Override
  public Dataset<Row> combine(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    JoinSides<Dataset<Row>> sides = JoinSides.of(inputs);
    AsOfTime kind = AsOfTime.of(sides.left().schema().apply(options.time()).dataType());
    Long tolerance = options.tolerance() == null ? null : tolerance(kind, options.tolerance());
    return new AsOfPlan(options, taken(List.of(sides.right().columns())), kind, tolerance)
        .joined(sides.left(), sides.right());
  }

  /** Where the schema was not known before, this is the first look at the time's type. */
  private long tolerance(AsOfTime kind, String tolerance) {
    return kind.span(tolerance)
        .orElseThrow(
            () ->
                new MillraceException(
                    StandardError.INVALID_OPTION,
                    "The tolerance '%s' is no span between values of '%s': write %s."
                        .formatted(tolerance, options.time(), kind.spans())));
  }
}
