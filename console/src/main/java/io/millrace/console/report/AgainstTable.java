package io.millrace.console.report;

import io.millrace.api.EvaluationTable;
import io.millrace.console.chart.Texts;
import io.millrace.core.run.ChampionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table of a run's figures beside those of a registered version, as people read it: differences
 * with the decimals of the figures, both ends of an interval in one column.
 */
final class AgainstTable {
  private static final int OWN = 1;
  private static final int OTHER = 2;
  private static final int DIFFERENCE = 3;

  private AgainstTable() {}

  static TableView of(EvaluationTable table) {
    int lower = ChampionTable.lower(table);
    List<String> columns = new ArrayList<>(table.columns().subList(0, OTHER));
    // The title tells the version.
    columns.add(table.columns().get(OTHER).replaceFirst(" [(].*", ""));
    columns.add(table.columns().get(DIFFERENCE));
    if (lower > 0) {
      columns.add("interval, " + ChampionTable.level(table));
    }
    List<List<String>> rows = table.rows().stream().map(row -> cells(row, lower)).toList();
    return new TableView("This run " + table.name(), columns, rows);
  }

  private static List<String> cells(List<String> row, int lower) {
    String own = figure(row.get(OWN));
    List<String> cells = new ArrayList<>(List.of(row.get(0), own, figure(row.get(OTHER))));
    cells.add(difference(row.get(DIFFERENCE), own));
    if (lower > 0) {
      // With spaces that don't break: the ends stay on one line.
      cells.add(
          difference(row.get(lower), own) + "\u00a0to\u00a0" + difference(row.get(lower + 1), own));
    }
    return cells;
  }

  private static String difference(String text, String figure) {
    int point = figure.indexOf('.');
    boolean fixed = point >= 0 && figure.indexOf('e') < 0 && Texts.isNumber(text);
    return fixed
        ? String.format(
            Locale.ROOT, "%." + (figure.length() - point - 1) + "f", Double.parseDouble(text))
        : figure(text);
  }

  private static String figure(String text) {
    return Texts.isNumber(text) ? Texts.cell(text) : Texts.number(Double.NaN);
  }
}
