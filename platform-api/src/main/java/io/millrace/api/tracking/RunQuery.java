package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list.
 *
 * @param kinds only runs of these kinds; empty for all
 * @param pipelineOrNull only runs of this pipeline
 * @param statusOrNull only runs that stand so
 * @param text only runs whose id, pipeline, or the value of a parameter or tag holds this text,
 *     whatever the case of ASCII letters; empty for all
 * @param order which come first
 * @param offset so many of the first ones are left out
 * @param limit at most so many
 */
public record RunQuery(
    Set<RunKind> kinds,
    @Nullable String pipelineOrNull,
    @Nullable RunStatus statusOrNull,
    String text,
    RunOrder order,
    int offset,
    int limit) {
  private static final Set<RunKind> PIPELINES = Set.of(RunKind.PIPELINE);

  public RunQuery {
    kinds = Set.copyOf(kinds);
    requireNonNull(text, "text is null");
    requireNonNull(order, "order is null");
    if (offset < 0 || limit < 0) {
      throw new IllegalArgumentException("offset and limit can't be negative");
    }
  }

  /** Runs of pipelines. */
  public RunQuery(
      @Nullable String pipelineOrNull,
      @Nullable RunStatus statusOrNull,
      String text,
      RunOrder order,
      int offset,
      int limit) {
    this(PIPELINES, pipelineOrNull, statusOrNull, text, order, offset, limit);
  }

  /** The newest runs of a pipeline that stand so; null for any. */
  public RunQuery(@Nullable String pipelineOrNull, @Nullable RunStatus statusOrNull, int limit) {
    this(PIPELINES, pipelineOrNull, statusOrNull, "", RunOrder.NEWEST, 0, limit);
  }

  /** The newest runs of pipelines. */
  public static RunQuery newest(int limit) {
    return new RunQuery(null, null, limit);
  }

  /** The same, of runs of these kinds; none for all. */
  public RunQuery of(Set<RunKind> wanted) {
    return new RunQuery(wanted, pipelineOrNull, statusOrNull, text, order, offset, limit);
  }

  /** The same, of runs that hold a text. */
  public RunQuery holding(String wanted) {
    return new RunQuery(kinds, pipelineOrNull, statusOrNull, wanted, order, offset, limit);
  }

  /** The same, in an order. */
  public RunQuery in(RunOrder wanted) {
    return new RunQuery(kinds, pipelineOrNull, statusOrNull, text, wanted, offset, limit);
  }

  /** The same, without so many of the first ones. */
  public RunQuery from(int wanted) {
    return new RunQuery(kinds, pipelineOrNull, statusOrNull, text, order, wanted, limit);
  }

  /** Only runs of this pipeline. */
  public Optional<String> pipeline() {
    return Optional.ofNullable(pipelineOrNull);
  }

  /** Only runs that stand so. */
  public Optional<RunStatus> status() {
    return Optional.ofNullable(statusOrNull);
  }
}
