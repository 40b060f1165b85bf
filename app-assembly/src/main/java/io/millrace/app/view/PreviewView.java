package io.millrace.app.view;

import io.millrace.api.schema.Column;
import io.millrace.app.text.Style;
import io.millrace.app.text.TextTable;
import io.millrace.core.run.Preview;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns and rows after a stage. */
public final class PreviewView {
  private static final int WIDEST = 40;

  private PreviewView() {}

  /** As text: the columns with their types, then the rows. */
  public static List<String> text(Preview preview, Style style) {
    List<String> lines = new ArrayList<>();
    String part = preview.part().isEmpty() ? "" : ", part " + preview.part();
    lines.add(style.bold(preview.stage()) + part);
    lines.add("");
    TextTable columns = TextTable.of("COLUMN", "TYPE", "");
    for (Column column : preview.schema().columns()) {
      columns.row(column.name(), column.type().text(), column.nullable() ? "" : "never null");
    }
    lines.addAll(columns.lines(style));
    lines.add("");
    lines.addAll(rows(preview).lines(style));
    return lines;
  }

  /** As a document: every row as a map by column. */
  public static Map<String, @Nullable Object> json(Preview preview) {
    List<String> names = preview.schema().names();
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("stage", preview.stage());
    document.put("part", preview.part().isEmpty() ? null : preview.part());
    document.put("columns", preview.schema().columns().stream().map(PreviewView::json).toList());
    document.put("rows", preview.rows().stream().map(row -> byName(names, row)).toList());
    return document;
  }

  private static TextTable rows(Preview preview) {
    TextTable table = TextTable.ofNames(preview.schema().names());
    for (List<Object> row : preview.rows()) {
      table.row(row.stream().map(PreviewView::cell).toList());
    }
    return table;
  }

  private static String cell(@Nullable Object value) {
    String text = value == null ? "null" : value.toString();
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
  }

  private static Map<String, @Nullable Object> json(Column column) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", column.name());
    json.put("type", column.type().text());
    json.put("nullable", column.nullable());
    return json;
  }

  private static Map<String, @Nullable Object> byName(List<String> names, List<Object> row) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      json.put(names.get(i), plain(row.get(i)));
    }
    return json;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }
}
