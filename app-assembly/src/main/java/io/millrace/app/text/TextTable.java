package io.millrace.app.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of text: columns as wide as their widest cell, two blanks apart, no blanks at the ends of
 * lines. Cells may carry colour; line breaks and control characters in them are shown as blanks.
 */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  private TextTable(List<Column> columns) {
    this.columns = columns;
  }

  /**
   * A table with these columns; a title that starts with {@code >} is that of a right-aligned one.
   */
  public static TextTable of(String... titles) {
    return new TextTable(Arrays.stream(titles).map(Column::parse).toList());
  }

  /** A table whose titles are data, all columns left-aligned. */
  public static TextTable ofNames(List<String> names) {
    return new TextTable(names.stream().map(name -> new Column(oneLine(name), false)).toList());
  }

  /** Adds a row of as many cells as there are columns. */
  public TextTable row(String... cells) {
    return row(Arrays.asList(cells));
  }

  /** Adds a row of as many cells as there are columns. */
  public TextTable row(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells for " + columns.size() + " columns");
    }
    rows.add(cells.stream().map(TextTable::oneLine).toList());
    return this;
  }

  /** Whether no row was added. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The lines, titles first; if all titles are empty, the rows only. */
  public List<String> lines(Style style) {
    int[] widths = widths();
    List<String> lines = new ArrayList<>();
    if (columns.stream().anyMatch(column -> !column.title().isEmpty())) {
      List<String> titles = columns.stream().map(column -> style.faint(column.title())).toList();
      lines.add(line(titles, widths));
    }
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      int widest =
          rows.stream().mapToInt(row -> CharacterWidth.of(row.get(column))).max().orElse(0);
      widths[i] = Math.max(widest, CharacterWidth.of(columns.get(i).title()));
    }
    return widths;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      String padding = " ".repeat(widths[i] - CharacterWidth.of(cell));
      line.append(i == 0 ? "" : GAP);
      line.append(columns.get(i).right() ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  private static String oneLine(String cell) {
    StringBuilder clean = new StringBuilder(cell.length());
    cell.codePoints()
        .map(point -> Character.isISOControl(point) && point != '\u001b' ? ' ' : point)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private record Column(String title, boolean right) {
    static Column parse(String title) {
      return title.startsWith(">")
          ? new Column(title.substring(1), true)
          : new Column(title, false);
    }
  }
}
