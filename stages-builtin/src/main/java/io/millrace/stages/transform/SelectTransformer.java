package io.millrace.stages.transform;

import io.millrace.api.ColumnUse;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keeps, drops or renames columns. */
final class SelectTransformer extends InSql {
  private final List<String> keep;
  private final List<String> drop;
  private final Map<String, String> rename;

  SelectTransformer(SelectFactory.Options options) {
    keep = options.columns() == null ? List.of() : List.copyOf(options.columns());
    drop = options.drop() == null ? List.of() : List.copyOf(new LinkedHashSet<>(options.drop()));
    rename = options.rename() == null ? Map.of() : new LinkedHashMap<>(options.rename());
    if (new HashSet<>(keep).size() < keep.size()) {
      throw new IllegalArgumentException("a column stands twice in columns");
    }
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    if (!input.isKnown()) {
      return input;
    }
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String name : kept(input.names())) {
      String renamed = rename.getOrDefault(name, name);
      if (!names.add(renamed)) {
        problems.report(
            "rename",
            StandardError.DUPLICATE_COLUMN,
            "two columns would be named '" + renamed + "'; drop one of them before");
        return Schema.unknown();
      }
      // Core reports the names that the input lacks.
      input.column(name).ifPresent(c -> columns.add(new Column(renamed, c.type(), c.nullable())));
    }
    return Schema.of(columns);
  }

  private List<String> kept(List<String> input) {
    return keep.isEmpty() ? input.stream().filter(name -> !drop.contains(name)).toList() : keep;
  }

  /** Dropped columns are not needed: a row to be scored may come without them. */
  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(keep.isEmpty() ? rename.keySet() : keep);
  }

  @Override
  Collection<String> given() {
    List<String> given = new ArrayList<>(keep);
    given.addAll(drop);
    given.addAll(rename.keySet());
    given.addAll(rename.values());
    return given;
  }

  @Override
  Optional<String> obstacle(Schema input) {
    return Optional.empty();
  }

  @Override
  String statement() {
    if (!keep.isEmpty()) {
      return "SELECT %s FROM __THIS__".formatted(quoted(keep));
    }
    return rename.isEmpty() ? dropping() : renaming();
  }

  /** Rows to be scored may lack what is dropped; the join adds it as null where it is not there. */
  private String dropping() {
    String nulls =
        drop.stream()
            .map(name -> "NULL AS " + Columns.quote(name))
            .collect(Collectors.joining(", "));
    return "SELECT * EXCEPT (%s) FROM (SELECT * FROM __THIS__ NATURAL LEFT JOIN (SELECT %s))"
        .formatted(quoted(drop), nulls);
  }

  private String renaming() {
    String renamed =
        rename.entrySet().stream()
            .map(e -> Columns.quote(e.getKey()) + " AS " + Columns.quote(e.getValue()))
            .collect(Collectors.joining(", "));
    return "SELECT * EXCEPT (%s), %s FROM __THIS__".formatted(quoted(rename.keySet()), renamed);
  }

  private static String quoted(Collection<String> names) {
    return names.stream().map(Columns::quote).collect(Collectors.joining(", "));
  }

  @Override
  protected Dataset<Row> apply(Dataset<Row> frame) {
    return frame.select(
        kept(List.of(frame.columns())).stream()
            .map(name -> Columns.col(name).as(rename.getOrDefault(name, name)))
            .toArray(org.apache.spark.sql.Column[]::new));
  }
}
