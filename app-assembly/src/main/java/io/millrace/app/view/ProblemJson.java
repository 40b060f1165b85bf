package io.millrace.app.view;

import io.millrace.core.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A problem as documents have it. */
public final class ProblemJson {
  private ProblemJson() {}

  /** With its place; line and column are null for a flag, or a pipeline built in Java. */
  public static Map<String, @Nullable Object> of(Problem problem) {
    boolean placed = problem.line() > 0;
    return of(
        problem.file(),
        placed ? problem.line() : null,
        placed ? problem.column() : null,
        problem.code().name(),
        problem.message());
  }

  /** Of the file as a whole. */
  static Map<String, @Nullable Object> of(String file, String code, String message) {
    return of(file, null, null, code, message);
  }

  private static Map<String, @Nullable Object> of(
      String file, @Nullable Integer line, @Nullable Integer column, String code, String message) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("file", file);
    json.put("line", line);
    json.put("column", column);
    json.put("code", code);
    json.put("message", message);
    return json;
  }
}
