package io.millrace.tracking.jdbc;

import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunOrder;
import io.millrace.api.tracking.RunQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A {@link RunQuery} as SQL.
 *
 * @param conditions all must hold
 * @param arguments of the conditions
 */
record RunSelection(RunQuery query, List<String> conditions, List<Object> arguments) {
  private static final String COLUMNS =
      "SELECT r.run, r.kind, r.pipeline, r.started, r.status, r.ended, r.message FROM run r";
  private static final String LAST_OF_METRIC =
      """
       LEFT JOIN run_metric m ON m.run = r.run AND m.name = ?
        AND m.step = (SELECT MAX(step) FROM run_metric WHERE run = r.run AND name = ?)
      """;
  private static final String HOLDS = " LIKE ? ESCAPE '!'";
  private static final String TEXT =
      "(LOWER(r.run) %1$s OR LOWER(r.pipeline) %1$s"
          + " OR EXISTS (SELECT 1 FROM run_param p WHERE p.run = r.run AND LOWER(p.value) %1$s)"
          + " OR EXISTS (SELECT 1 FROM run_tag t WHERE t.run = r.run AND LOWER(t.value) %1$s))";
  private static final int TEXTS = 4;

  static RunSelection of(RunQuery query) {
    List<String> conditions = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    int kinds = query.kinds().size();
    if (kinds > 0 && kinds < RunKind.values().length) {
      conditions.add("r.kind IN (" + String.join(", ", Collections.nCopies(kinds, "?")) + ")");
      query.kinds().forEach(kind -> arguments.add(kind.text()));
    }
    if (query.pipelineOrNull() != null) {
      conditions.add("r.pipeline = ?");
      arguments.add(query.pipelineOrNull());
    }
    if (query.statusOrNull() != null) {
      conditions.add("r.status = ?");
      arguments.add(query.statusOrNull().text());
    }
    if (!query.text().isEmpty()) {
      conditions.add(TEXT.formatted(HOLDS));
      for (int i = 0; i < TEXTS; i++) {
        arguments.add(pattern(query.text()));
      }
    }
    return new RunSelection(query, conditions, arguments);
  }

  private static String pattern(String text) {
    StringBuilder pattern = new StringBuilder("%");
    for (char c : text.toCharArray()) {
      if (c == '%' || c == '_' || c == '!') {
        pattern.append('!');
      }
      pattern.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return pattern.append('%').toString();
  }

  /** The query of the rows of the table of runs. */
  String rows() {
    return COLUMNS + (byMetric() ? LAST_OF_METRIC : "") + where() + order() + " LIMIT ? OFFSET ?";
  }

  Object[] rowArguments() {
    List<Object> all = new ArrayList<>();
    if (byMetric()) {
      all.add(query.order().metric());
      all.add(query.order().metric());
    }
    all.addAll(arguments);
    all.add(query.limit());
    all.add(query.offset());
    return all.toArray();
  }

  /** The query of their number. */
  String number() {
    return "SELECT COUNT(*) FROM run r" + where();
  }

  Object[] numberArguments() {
    return arguments.toArray();
  }

  private boolean byMetric() {
    return !query.order().byTime();
  }

  private String where() {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  private String order() {
    RunOrder order = query.order();
    String direction = order.descending() ? " DESC" : "";
    return byMetric()
        ? " ORDER BY m.value IS NULL, m.value" + direction + ", r.started DESC, r.run DESC"
        : " ORDER BY r.started" + direction + ", r.run" + direction;
  }
}
