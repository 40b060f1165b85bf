package io.millrace.spark;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.RowFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/** Says in a sentence what a failure of Spark means. */
final class Failures {
  /** Chains of causes can be circular. */
  private static final int DEPTH = 50;

  private record Sign(StandardError code, String sentence, List<String> texts) {}

  /**
   * What stands in messages: a failure on an executor reaches the driver as text only. The first
   * match counts.
   */
  private static final List<Sign> SIGNS =
      List.of(
          new Sign(
              StandardError.DISK_FULL,
              "The disk is full; free some space, or point spark.local.dir to a larger disk.",
              List.of("No space left on device", "Disk quota exceeded")),
          new Sign(
              StandardError.OUT_OF_MEMORY,
              "Memory ran out; give Spark more (spark.driver.memory, spark.executor.memory), or use"
                  + " more partitions.",
              List.of(
                  "java.lang.OutOfMemoryError",
                  "SparkOutOfMemoryError",
                  "Java heap space",
                  "GC overhead limit exceeded",
                  "UNABLE_TO_ACQUIRE_MEMORY",
                  "Container killed by YARN for exceeding",
                  "OOMKilled")),
          new Sign(
              StandardError.EXECUTOR_LOST,
              "An executor was lost more often than Spark retries; see its log, often it ran out of"
                  + " memory.",
              List.of(
                  "ExecutorLostFailure",
                  "Executor heartbeat timed out",
                  "Command exited with code",
                  "MetadataFetchFailedException",
                  "FetchFailed(")),
          new Sign(
              StandardError.CLUSTER_UNREACHABLE,
              "The cluster can't be reached; see whether its master runs.",
              List.of(
                  "All masters are unresponsive",
                  "Application has been killed. Reason",
                  "Initial job has not accepted any resources")));

  private static final String REWRITTEN =
      "A commit deleted or changed rows of the Delta table that is followed; set stream: {"
          + " skipChanges: true } to pass such commits over, or follow it anew from a later version"
          + " with another checkpoint.";

  private Failures() {}

  /** The meaning, for what can be told; a failure of no known meaning is a bug's. */
  static MillraceException explain(Throwable failure) {
    return known(failure)
        .orElseGet(
            () ->
                new MillraceException(
                    StandardError.INTERNAL, "Spark failed: " + rootMessage(failure), failure));
  }

  /** The meaning, where it is known. */
  static Optional<MillraceException> known(Throwable failure) {
    List<Throwable> chain = chain(failure);
    for (Throwable t : chain) {
      if (t instanceof MillraceException known) {
        return Optional.of(known);
      }
    }
    Optional<MillraceException> raised = RowFailures.explain(failure);
    if (raised.isPresent()) {
      return raised;
    }
    return resources(chain, failure).or(() -> conditions(chain, failure));
  }

  private static Optional<MillraceException> resources(List<Throwable> chain, Throwable failure) {
    for (Sign sign : SIGNS) {
      for (Throwable t : chain) {
        String text = t.getClass().getName() + ": " + t.getMessage();
        if (sign.texts().stream().anyMatch(text::contains)) {
          return Optional.of(new MillraceException(sign.code(), sign.sentence(), failure));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<MillraceException> conditions(List<Throwable> chain, Throwable failure) {
    for (Throwable t : chain) {
      if (t instanceof SparkThrowable condition && condition.getCondition() != null) {
        @Nullable StandardError code = code(condition.getCondition());
        if (code != null) {
          String told = code == StandardError.SOURCE_CHANGED ? REWRITTEN : sentence(t);
          return Optional.of(new MillraceException(code, told, failure));
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable StandardError code(String condition) {
    // A condition may have a part after a dot; what stands before tells enough.
    int dot = condition.indexOf('.');
    return switch (dot < 0 ? condition : condition.substring(0, dot)) {
      case "UNRESOLVED_COLUMN", "UNRESOLVED_FIELD", "FIELD_NOT_FOUND" ->
          StandardError.UNKNOWN_COLUMN;
      case "AMBIGUOUS_REFERENCE", "COLUMN_ALREADY_EXISTS" -> StandardError.DUPLICATE_COLUMN;
      case "DATATYPE_MISMATCH" -> StandardError.COLUMN_TYPE;
      case "PARSE_SYNTAX_ERROR",
          "UNRESOLVED_ROUTINE",
          "TABLE_OR_VIEW_NOT_FOUND",
          "MISSING_AGGREGATION",
          "WRONG_NUM_ARGS" ->
          StandardError.INVALID_OPTION;
      case "PATH_NOT_FOUND" -> StandardError.MISSING_FILE;
      case "FAILED_READ_FILE", "CANNOT_READ_FILE_FOOTER" -> StandardError.UNREADABLE_FILE;
      case "DELTA_SOURCE_TABLE_IGNORE_CHANGES", "DELTA_SOURCE_IGNORE_DELETE" ->
          StandardError.SOURCE_CHANGED;
      case "MALFORMED_RECORD_IN_PARSING",
          "CAST_INVALID_INPUT",
          "CAST_OVERFLOW",
          "DIVIDE_BY_ZERO",
          "ARITHMETIC_OVERFLOW",
          "NUMERIC_VALUE_OUT_OF_RANGE" ->
          StandardError.BAD_RECORD;
      default -> null;
    };
  }

  /** Spark's own sentence, without its error condition, SQL state and query context. */
  private static String sentence(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    if (text.startsWith("[")) {
      text = text.substring(text.indexOf(']') + 1).strip();
    }
    int state = text.indexOf(" SQLSTATE:");
    if (state > 0) {
      text = text.substring(0, state);
    }
    int line = text.indexOf('\n');
    return (line > 0 ? text.substring(0, line) : text).strip();
  }

  /** The first line of the innermost message, ending in a full stop. */
  static String rootMessage(Throwable failure) {
    List<Throwable> chain = chain(failure);
    Throwable root = chain.get(chain.size() - 1);
    String text = sentence(root);
    String told = root.getMessage() == null ? root.getClass().getSimpleName() : text;
    return told.endsWith(".") ? told : told + ".";
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = failure; t != null && chain.size() < DEPTH; t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }
}
