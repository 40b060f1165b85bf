package io.millrace.tracking.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Params, tags and metrics of many runs: as many queries as for one, for databases lie far off. */
final class RunParts {
  /** Databases take no more than some thousands of arguments. */
  private static final int AT_ONCE = 500;

  private final Map<String, Map<String, String>> params = new HashMap<>();
  private final Map<String, Map<String, String>> tags = new HashMap<>();
  private final Map<String, Map<String, Double>> metrics = new HashMap<>();

  private RunParts() {}

  static RunParts read(SqlSession session, List<String> runs) throws SQLException {
    RunParts parts = new RunParts();
    for (int from = 0; from < runs.size(); from += AT_ONCE) {
      List<String> some = runs.subList(from, Math.min(runs.size(), from + AT_ONCE));
      texts(session, "run_param", some, parts.params);
      texts(session, "run_tag", some, parts.tags);
      parts.metrics(session, some);
    }
    return parts;
  }

  Map<String, String> params(String run) {
    return params.getOrDefault(run, Map.of());
  }

  Map<String, String> tags(String run) {
    return tags.getOrDefault(run, Map.of());
  }

  /** In the order of their first mention, each with the value of its last step. */
  Map<String, Double> metrics(String run) {
    return metrics.getOrDefault(run, Map.of());
  }

  private static void texts(
      SqlSession session, String table, List<String> runs, Map<String, Map<String, String>> into)
      throws SQLException {
    session.list(
        "SELECT run, name, value FROM "
            + table
            + " WHERE run IN ("
            + marks(runs)
            + ") ORDER BY run, name",
        row -> of(row.getString(1), into).put(row.getString(2), row.getString(3)),
        runs.toArray());
  }

  private void metrics(SqlSession session, List<String> runs) throws SQLException {
    List<String> twice = new ArrayList<>(runs);
    twice.addAll(runs);
    // Said twice: else PostgreSQL reads all metrics there are.
    session.list(
        """
        SELECT m.run, m.name, m.value FROM run_metric m
        JOIN (SELECT run, name, MAX(step) AS step, MIN(mention) AS mention FROM run_metric
              WHERE run IN (%1$s) GROUP BY run, name) l
          ON l.run = m.run AND l.name = m.name AND l.step = m.step
        WHERE m.run IN (%1$s) ORDER BY m.run, l.mention
        """
            .formatted(marks(runs)),
        row -> of(row.getString(1), metrics).put(row.getString(2), number(row, 3)),
        twice.toArray());
  }

  private static String marks(List<String> runs) {
    return String.join(", ", Collections.nCopies(runs.size(), "?"));
  }

  private static <T> Map<String, T> of(String run, Map<String, Map<String, T>> all) {
    return all.computeIfAbsent(run, r -> new LinkedHashMap<>());
  }

  /** A value; NULL stands for NaN. */
  static double number(ResultSet row, int column) throws SQLException {
    double number = row.getDouble(column);
    return row.wasNull() ? Double.NaN : number;
  }
}
