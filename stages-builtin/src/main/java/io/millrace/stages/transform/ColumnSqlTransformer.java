package io.millrace.stages.transform;

import io.millrace.api.ColumnUse;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.StockSql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Replaces columns where they stand, or adds them at the end. */
final class ColumnSqlTransformer extends InSql {
  private final ColumnSql sql;

  ColumnSqlTransformer(ColumnSql sql) {
    this.sql = sql;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    // Core reports the columns that are not there.
    boolean complete = input.isKnown() && sql.inputs().stream().allMatch(input::has);
    return complete ? input.with(sql.outputs(input, problems)) : Schema.unknown();
  }

  @Override
  public Optional<Set<String>> setsOnly() {
    return Optional.of(Set.copyOf(sql.expressions().keySet()));
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(sql.inputs());
  }

  /** Expressions hold texts as literals of bytes where need be; only names come as they are. */
  @Override
  Collection<String> given() {
    List<String> names = new ArrayList<>(sql.inputs());
    names.addAll(sql.expressions().keySet());
    return names;
  }

  @Override
  Optional<String> obstacle(Schema input) {
    return input.isKnown()
        ? sql.obstacle(input)
        : Optional.of("the columns that it gets are not known before the run");
  }

  @Override
  String statement() {
    Map<String, String> expressions = sql.expressions();
    Set<String> replaced = new LinkedHashSet<>(expressions.keySet());
    replaced.retainAll(sql.inputs());
    String made =
        expressions.entrySet().stream()
            .map(each -> each.getValue() + " AS " + Columns.quote(each.getKey()))
            .collect(Collectors.joining(", "));
    String rest =
        replaced.isEmpty()
            ? "*"
            : "* EXCEPT (%s)"
                .formatted(replaced.stream().map(Columns::quote).collect(Collectors.joining(", ")));
    return "SELECT %s, %s FROM __THIS__".formatted(rest, made);
  }

  @Override
  protected Dataset<Row> apply(Dataset<Row> frame) {
    return Columns.with(frame, sql.columns(frame));
  }

  /** A text that Spark ML leaves as it is, whatever stands in it. */
  static String literal(String text) {
    return StockSql.literal(text);
  }
}
