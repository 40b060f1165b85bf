package io.millrace.testkit.memory;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.Publication;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of a feature table after a publication. */
final class TablePublication {
  private final Publication publication;

  private TablePublication(Publication publication) {
    this.publication = publication;
  }

  static Table of(Publication publication, Table frame, Optional<Table> before) {
    return new TablePublication(publication).publish(frame, before);
  }

  private Table publish(Table frame, Optional<Table> before) {
    publication.keys().forEach(key -> requireKey(frame, key));
    // Within the frame in every mode: a merge of two rows with one key has no defined result.
    requireUnique(frame);
    if (before.isEmpty()) {
      return frame;
    }
    Schema schema = schema(before.get().schema(), frame.schema());
    Table old = fitted(before.get(), schema);
    Table added = fitted(frame, schema);
    Table result =
        switch (publication.mode()) {
          case OVERWRITE -> added;
          case APPEND -> old.concat(added);
          case MERGE -> merged(old, added);
        };
    requireUnique(result);
    return result;
  }

  private void requireKey(Table frame, String key) {
    if (!frame.schema().has(key)) {
      throw new MillraceException(
          StandardError.UNKNOWN_COLUMN,
          "key '"
              + key
              + "' of feature table '"
              + publication.table()
              + "' is no column of "
              + frame.schema());
    }
  }

  private void requireUnique(Table rows) {
    if (publication.keys().isEmpty()) {
      return;
    }
    Set<List<@Nullable Object>> seen = new HashSet<>();
    for (List<@Nullable Object> key : rows.select(publication.keys()).rows()) {
      if (!seen.add(key)) {
        throw new MillraceException(
            StandardError.DUPLICATE_KEYS,
            "feature table '%s': two rows have the key %s = %s"
                .formatted(publication.table(), publication.keys(), key));
      }
    }
  }

  /** The table's schema after the publication. */
  private Schema schema(Schema before, Schema frame) {
    if (!publication.evolveSchema() && !types(frame).equals(types(before))) {
      throw mismatch(before, frame);
    }
    List<Column> columns = new ArrayList<>();
    for (Column old : before.columns()) {
      Column added = frame.column(old.name()).orElse(missing(old));
      LogicalType type = wider(old.type(), added.type()).orElseThrow(() -> mismatch(before, frame));
      columns.add(new Column(old.name(), type, old.nullable() || added.nullable()));
    }
    for (Column added : frame.columns()) {
      if (!before.has(added.name())) {
        columns.add(missing(added));
      }
    }
    return Schema.of(columns);
  }

  private static Set<String> types(Schema schema) {
    return schema.columns().stream()
        .map(column -> column.name() + " " + column.type().text())
        .collect(Collectors.toSet());
  }

  private static Optional<LogicalType> wider(LogicalType old, LogicalType added) {
    if (old.equals(added) || widens(added, old)) {
      return Optional.of(old);
    }
    return widens(old, added) ? Optional.of(added) : Optional.empty();
  }

  private static boolean widens(LogicalType narrow, LogicalType wide) {
    return narrow == Simple.INT && (wide == Simple.LONG || wide == Simple.DOUBLE)
        || narrow == Simple.FLOAT && wide == Simple.DOUBLE;
  }

  private static Column missing(Column column) {
    return Column.nullable(column.name(), column.type());
  }

  private MillraceException mismatch(Schema before, Schema frame) {
    return new MillraceException(
        StandardError.SCHEMA_MISMATCH,
        "feature table '%s' has the columns %s, not %s"
            .formatted(publication.table(), before, frame));
  }

  private static Table fitted(Table table, Schema schema) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (List<@Nullable Object> row : table.rows()) {
      List<@Nullable Object> fitted = new ArrayList<>();
      for (Column column : schema.columns()) {
        int index = table.schema().names().indexOf(column.name());
        fitted.add(index < 0 ? null : widened(row.get(index), column.type()));
      }
      rows.add(fitted);
    }
    return Table.of(schema, rows);
  }

  private static @Nullable Object widened(@Nullable Object value, LogicalType type) {
    if (value instanceof Integer number && type == Simple.LONG) {
      return number.longValue();
    }
    return value instanceof Number number && type == Simple.DOUBLE ? number.doubleValue() : value;
  }

  private Table merged(Table old, Table added) {
    Set<List<@Nullable Object>> keys = new HashSet<>(added.select(publication.keys()).rows());
    List<Integer> at = publication.keys().stream().map(old::indexOf).toList();
    return old.filter(row -> !keys.contains(at.stream().map(row::get).collect(Collectors.toList())))
        .concat(added);
  }
}
