package io.millrace.app.command;

import io.millrace.api.error.Blame;
import io.millrace.api.error.MillraceException;
import io.millrace.core.Platform;
import io.millrace.core.file.FileRequest;
import io.millrace.core.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Shows the mistakes of a pipeline file. */
final class Mistakes {
  private Mistakes() {}

  /** Shows them all; the exit code. Data that a file needs and that is not there counts as data. */
  static int show(List<Problem> problems, CommandContext context) {
    if (context.json()) {
      JsonOutput.print(context.console(), Map.of("problems", json(problems)));
    } else {
      context.console().print(problems.stream().map(Problem::text).toList());
    }
    return exitCode(problems);
  }

  /** What {@code work} returns; if the file has mistakes, they are shown instead. */
  static int orShow(
      Platform<?> platform, FileRequest file, CommandContext context, IntSupplier work) {
    try {
      return work.getAsInt();
    } catch (MillraceException e) {
      List<Problem> problems = e.code().blame() == Blame.BUG ? List.of() : platform.validate(file);
      if (problems.isEmpty()) {
        throw e;
      }
      return show(problems, context);
    }
  }

  /** As documents have them. */
  static List<Map<String, @Nullable Object>> json(List<Problem> problems) {
    return problems.stream().map(Mistakes::json).toList();
  }

  private static Map<String, @Nullable Object> json(Problem problem) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("file", problem.file());
    json.put("line", problem.line() == 0 ? null : problem.line());
    json.put("column", problem.line() == 0 ? null : problem.column());
    json.put("code", problem.code().name());
    json.put("message", problem.message());
    return json;
  }

  /** A mistake in the file weighs more than missing data: it must be mended first. */
  private static int exitCode(List<Problem> problems) {
    return problems.stream()
        .map(problem -> problem.code().blame())
        .mapToInt(Blame::exitCode)
        .filter(code -> code == Blame.USER.exitCode())
        .findFirst()
        .orElseGet(() -> problems.get(0).code().blame().exitCode());
  }
}
