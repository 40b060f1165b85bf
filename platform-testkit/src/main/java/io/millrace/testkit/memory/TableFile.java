package io.millrace.testkit.memory;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A table as a text file: a line with the schema, then one a row, each a JSON array of texts. */
public final class TableFile {
  private TableFile() {}

  /** Writes a table; the file is there whole or not at all. */
  public static void write(Table table, Path file) {
    List<String> lines = new ArrayList<>();
    List<Object> header = new ArrayList<>();
    for (Column column : table.schema().columns()) {
      header.add(List.of(column.name(), column.type().text(), Boolean.toString(column.nullable())));
    }
    lines.add(JsonLine.write(header));
    table.rows().forEach(row -> lines.add(JsonLine.write(encoded(row))));
    writeWhole(file, lines);
  }

  /** Writes lines; the file is there whole or not at all. */
  static void writeWhole(Path file, List<String> lines) {
    try {
      Path parent = Files.createDirectories(file.toAbsolutePath().getParent());
      Path unfinished = parent.resolve("." + file.getFileName() + "." + UUID.randomUUID());
      try {
        Files.write(unfinished, lines);
        Files.move(
            unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Table read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Column> columns = JsonLine.read(lines.get(0)).stream().map(TableFile::column).toList();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      rows.add(decoded(columns, JsonLine.read(line)));
    }
    return Table.of(Schema.of(columns), rows);
  }

  private static Column column(Object header) {
    List<?> parts = (List<?>) header;
    return new Column(
        (String) parts.get(0),
        LogicalType.parse((String) parts.get(1)),
        Boolean.parseBoolean((String) parts.get(2)));
  }

  private static List<@Nullable Object> encoded(List<? extends @Nullable Object> row) {
    List<@Nullable Object> cells = new ArrayList<>();
    row.forEach(value -> cells.add(Cells.encode(value)));
    return cells;
  }

  private static List<@Nullable Object> decoded(
      List<Column> columns, List<? extends @Nullable Object> cells) {
    List<@Nullable Object> row = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      row.add(Cells.decode(columns.get(i).type(), cells.get(i)));
    }
    return row;
  }

  /** One text for a row, the same for equal rows. */
  static String text(List<? extends @Nullable Object> row) {
    return JsonLine.write(encoded(row));
  }
}
