package io.millrace.app.command;

import io.millrace.api.error.Blame;
import io.millrace.api.error.MillraceException;
import io.millrace.app.view.ProblemJson;
import io.millrace.core.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Shows the mistakes of a pipeline file. */
final class Mistakes {
  private Mistakes() {}

  /** Shows them all; the exit code. Data that a file needs and that is not there counts as data. */
  static int show(List<Problem> problems, CommandContext context) {
    if (context.json()) {
      JsonOutput.print(
          context.console(), Map.of("problems", problems.stream().map(ProblemJson::of).toList()));
    } else {
      context.console().print(problems.stream().map(Problem::text).toList());
    }
    return exitCode(problems);
  }

  /** What {@code work} returns; if the file has mistakes, they are shown instead. */
  static int orShow(Supplier<List<Problem>> mistakes, CommandContext context, IntSupplier work) {
    try {
      return work.getAsInt();
    } catch (MillraceException e) {
      List<Problem> problems = e.code().blame() == Blame.BUG ? List.of() : mistakes.get();
      if (problems.isEmpty()) {
        throw e;
      }
      return show(problems, context);
    }
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
