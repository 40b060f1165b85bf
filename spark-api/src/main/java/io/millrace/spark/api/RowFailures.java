package io.millrace.spark.api;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * Bad rows, told clearly although they are met deep inside a lazy job. A stage checks values in the
 * scan that runs anyway ({@link #raise}), and registers a {@link #diagnosedBy diagnosis} that may
 * read the data again: it runs only after a failure, to count the bad rows and find the first.
 */
public final class RowFailures {
  /** Diagnoses hold frames, and stages are applied once per fold and trial: the oldest ones go. */
  private static final int KEPT = 256;

  private static final Pattern MARK =
      Pattern.compile("\\[millrace:([A-Z_]+):([^\\]]*)\\](.*?)\\[/millrace\\]", Pattern.DOTALL);

  private static final Map<String, Function<Throwable, Optional<MillraceException>>> DIAGNOSES =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(
                Map.Entry<String, Function<Throwable, Optional<MillraceException>>> eldest) {
              return size() > KEPT;
            }
          });

  private RowFailures() {}

  /**
   * Registers what finds out more after a failure. It is asked about every failure of a job, and
   * gives nothing for those that are not its own; see {@link #isMarked}.
   *
   * @return a mark for {@link #raise}
   */
  public static String diagnosedBy(Function<Throwable, Optional<MillraceException>> diagnosis) {
    String mark = UUID.randomUUID().toString();
    DIAGNOSES.put(mark, diagnosis);
    return mark;
  }

  /**
   * An expression that fails the job where it is evaluated; it stands in the branch of a condition.
   *
   * @param mark from {@link #diagnosedBy}, or empty
   * @param message one sentence, told if no diagnosis finds out more
   */
  public static Column raise(StandardError code, String mark, Column message) {
    return functions.raise_error(
        functions.concat(
            functions.lit("[millrace:" + code.name() + ":" + mark + "]"),
            message,
            functions.lit("[/millrace]")));
  }

  /**
   * What a reader of records throws in a task: told to the user as it is, however Spark wraps it.
   *
   * @param message one sentence
   */
  public static RuntimeException failure(StandardError code, String message) {
    return failure(code, "", message);
  }

  /**
   * The same, where a diagnosis may find out more.
   *
   * @param mark from {@link #diagnosedBy}
   */
  public static RuntimeException failure(StandardError code, String mark, String message) {
    return new IllegalStateException(
        "[millrace:" + code.name() + ":" + mark + "]" + message + "[/millrace]");
  }

  /** Whether the failure was raised with that mark. */
  public static boolean isMarked(Throwable failure, String mark) {
    return find(failure).map(found -> found.group(2).equals(mark)).orElse(false);
  }

  /** What a failure of a job means, if a stage raised it or a diagnosis knows it. */
  public static Optional<MillraceException> explain(Throwable failure) {
    for (Function<Throwable, Optional<MillraceException>> diagnosis :
        DIAGNOSES.values().toArray(Function[]::new)) {
      Optional<MillraceException> diagnosed = ask(diagnosis, failure);
      if (diagnosed.isPresent()) {
        return diagnosed;
      }
    }
    return find(failure)
        .map(
            found ->
                new MillraceException(
                    StandardError.valueOf(found.group(1)), found.group(3), failure));
  }

  private static Optional<MillraceException> ask(
      Function<Throwable, Optional<MillraceException>> diagnosis, Throwable failure) {
    try {
      return diagnosis.apply(failure);
    } catch (Exception second) { // Scala throws checked exceptions without declaring them.
      // The source may be gone or the session closed by now: the first failure is what counts.
      failure.addSuppressed(second);
      return Optional.empty();
    }
  }

  private static Optional<Matcher> find(Throwable failure) {
    int depth = 0;
    for (Throwable t = failure; t != null && depth < 50; t = t.getCause(), depth++) {
      Matcher matcher = MARK.matcher(String.valueOf(t.getMessage()));
      // A query that can't be analysed is told with its text, where marks stand that nobody raised.
      if (!(t instanceof AnalysisException) && matcher.find()) {
        return Optional.of(matcher);
      }
    }
    return Optional.empty();
  }
}
