package io.millrace.testkit.memory;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables written out as short texts, for tests. */
public final class TableText {
  private TableText() {}

  /**
   * A table.
   *
   * @param rows a text a row, its values separated by commas; nothing between two commas is null
   * @throws IllegalArgumentException naming the first row and value that don't fit
   */
  public static Table parse(Schema schema, List<String> rows) {
    List<List<@Nullable Object>> parsed = new ArrayList<>();
    for (String row : rows) {
      String[] texts = row.split(",", -1);
      if (texts.length != schema.columns().size()) {
        throw new IllegalArgumentException(
            "row '%s' has %d values for %d columns"
                .formatted(row, texts.length, schema.columns().size()));
      }
      List<@Nullable Object> values = new ArrayList<>(Arrays.asList(texts));
      for (int i = 0; i < texts.length; i++) {
        values.set(i, value(schema.columns().get(i), texts[i].strip(), row));
      }
      parsed.add(values);
    }
    return Table.of(schema, parsed);
  }

  private static @Nullable Object value(Column column, String text, String row) {
    if (text.isEmpty()) {
      return null;
    }
    if (!(column.type() instanceof Simple) && !(column.type() instanceof DecimalOf)) {
      throw new IllegalArgumentException(
          "column '"
              + column.name()
              + "' is "
              + column.type().text()
              + ", which has no short text");
    }
    try {
      return Cells.decode(column.type(), text);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "row '%s': '%s' in column '%s' is no %s"
              .formatted(row, text, column.name(), column.type().text()),
          e);
    }
  }
}
