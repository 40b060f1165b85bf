package io.millrace.app;

import io.millrace.api.error.Blame;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.app.command.Console;
import io.millrace.app.command.GlobalOptions.LogLevel;
import io.millrace.app.command.JsonOutput;
import io.millrace.app.command.MaskedErr;
import io.millrace.app.command.OutputFormat;
import io.millrace.core.home.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Tells the user what went wrong: one sentence, and an exit code by whose turn it is. Stack traces
 * go to a file, and only for defects.
 */
final class FailureReport {
  /** Stopped by the user. */
  static final int INTERRUPTED = 130;

  private final Console console;
  private OutputFormat output = OutputFormat.TEXT;
  private LogLevel logLevel = LogLevel.WARN;
  private @Nullable Home home;

  FailureReport(Console console) {
    this.console = console;
  }

  /** Says how far the call came, and so where reports can go. */
  void reached(Home theHome, OutputFormat theOutput, LogLevel theLevel) {
    home = theHome;
    output = theOutput;
    logLevel = theLevel;
  }

  /** Says how the result was to be shown, where that is all that is known. */
  void output(OutputFormat theOutput) {
    output = theOutput;
  }

  /** Reports, and returns the exit code. */
  int report(Throwable failure) {
    if (failure instanceof CancellationException) {
      console.note("interrupted");
      return INTERRUPTED;
    }
    MillraceException known = known(failure);
    ErrorCode code = known.code();
    String message = known.getMessage() + "";
    if (code.blame() == Blame.BUG) {
      message = message + keptAt(failure);
    }
    if (logLevel == LogLevel.DEBUG) {
      console.note(MaskedErr.masked(stackTrace(failure)));
    }
    show(code, message);
    return code.blame().exitCode();
  }

  private void show(ErrorCode code, String message) {
    if (output == OutputFormat.JSON) {
      Map<String, Object> problem = new LinkedHashMap<>();
      problem.put("code", code.name());
      problem.put("message", message);
      JsonOutput.print(console, Map.of("problems", List.of(problem)));
      return;
    }
    console.note(console.errStyle().bad("error") + ": [" + code.name() + "] " + message);
  }

  private static MillraceException known(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // Guice and thread pools wrap what was thrown for the user.
      if (cause instanceof MillraceException known) {
        return known;
      }
    }
    if (failure instanceof OutOfMemoryError) {
      return new MillraceException(
          StandardError.OUT_OF_MEMORY,
          "memory ran out; give more with MILLRACE_MEMORY, as MILLRACE_MEMORY=8g",
          failure);
    }
    String what = failure.getMessage() == null ? "" : ": " + failure.getMessage();
    return new MillraceException(
        StandardError.INTERNAL,
        "Millrace failed in a way that it should not: "
            + failure.getClass().getSimpleName()
            + what.lines().findFirst().orElse(""),
        failure);
  }

  /** Writes the stack trace to a file, and says where; says nothing if it can't be written. */
  private String keptAt(Throwable failure) {
    try {
      Path file = Files.createTempFile(logDirectory(), "millrace-failure-", ".log");
      Files.writeString(file, stackTrace(failure));
      return "; please report it, with " + file;
    } catch (IOException | RuntimeException e) {
      return "; please report it (run again with --log-level debug to see where it failed)";
    }
  }

  /** The home's, if there is a home: a failure is no reason to make one. */
  private Path logDirectory() throws IOException {
    if (home != null && Files.isDirectory(home.root())) {
      return Files.createDirectories(home.runs().resolve("failures"));
    }
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
