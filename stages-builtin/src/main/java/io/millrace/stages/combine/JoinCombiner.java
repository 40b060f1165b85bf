package io.millrace.stages.combine;

import io.millrace.api.Combiner;
import io.millrace.api.StageContext;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
    if (!JoinSides.areTwo(inputs, "a join", problems)) {
      return Schema.unknown();
    }
    JoinSides<Schema> sides = JoinSides.of(inputs);
    on.forEach(key -> JoinSides.checkKey(sides, "on", key, key, problems));
    if (!sides.left().isKnown() || !sides.right().isKnown()) {
      return Schema.unknown();
    }
    List<String> taken = options.type().keepsRight() ? sides.right().names() : List.of();
    JoinSides.checkNames(sides, taken, on, options.suffix(), problems);
    return joined(sides.left(), sides.right());
  }

  @Override
  public Optional<String> manner() {
    if (options.skew() == JoinFactory.Skew.SALT) {
      return Optional.of(
          "both sides are sorted by key; keys are counted first, and the rows of frequent ones"
              + " spread over several tasks (skew: salt)");
    }
    return Optional.of(
        switch (options.broadcast()) {
          case LEFT -> "the left side is sent to every worker (broadcast: left)";
          case RIGHT -> "the right side is sent to every worker (broadcast: right)";
          case AUTO ->
              "a side below spark.sql.autoBroadcastJoinThreshold is sent to every worker;"
                  + " otherwise both are sorted by key, and skewed partitions split as they show"
                  + " (skew: adaptive)";
        });
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
        columns.add(
            lacking(
                column,
                JoinSides.renamed(column.name(), left.names(), options.suffix()),
                rightMayLack));
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

  @Override
  public Dataset<Row> combine(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    Dataset<Row> left = JoinSides.of(inputs).left();
    Dataset<Row> right = JoinSides.of(inputs).right();
    List<String> leftNames = List.of(left.columns());
    Dataset<Row> renamed =
        right.select(
            List.of(right.columns()).stream()
                .map(
                    name ->
                        Columns.col(name)
                            .as(
                                on.contains(name)
                                    ? name
                                    : JoinSides.renamed(name, leftNames, options.suffix())))
                .toArray(org.apache.spark.sql.Column[]::new));
    Dataset<Row> joined =
        options.skew() == JoinFactory.Skew.SALT
            ? salted(left, renamed, context)
            : joined(
                hinted(left, JoinFactory.Broadcast.LEFT),
                hinted(renamed, JoinFactory.Broadcast.RIGHT),
                on);
    context.fact("join", JoinStrategy.of(joined));
    return joined;
  }

  private Dataset<Row> joined(Dataset<Row> left, Dataset<Row> right, Collection<String> keys) {
    return left.join(
        right, keys.toArray(String[]::new), options.type().name().toLowerCase(Locale.ROOT));
  }

  /** The rows of frequent keys spread over many tasks; those of the side that may keep them all. */
  private Dataset<Row> salted(
      Dataset<Row> left, Dataset<Row> right, StageContext<Dataset<Row>> context) {
    boolean ofRight = options.type() == JoinFactory.Type.RIGHT;
    Salting salting = Salting.measure(ofRight ? right : left, on);
    context.fact("skew", salting.text());
    if (!salting.isNeeded()) {
      return joined(left, right, on);
    }
    Dataset<Row> first = ofRight ? salting.repeated(left, on) : salting.spread(left, on);
    Dataset<Row> second = ofRight ? salting.spread(right, on) : salting.repeated(right, on);
    List<String> keys = new ArrayList<>(on);
    keys.add(Salting.SLICE);
    Dataset<Row> joined = joined(first, second, keys);
    return Columns.select(
        joined,
        Arrays.stream(joined.columns()).filter(name -> !name.equals(Salting.SLICE)).toList());
  }

  private Dataset<Row> hinted(Dataset<Row> frame, JoinFactory.Broadcast side) {
    return options.broadcast() == side ? functions.broadcast(frame) : frame;
  }
}
