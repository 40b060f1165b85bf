package io.millrace.core.pipeline;

import io.millrace.api.Part;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline file says of a stage beside its options.
 *
 * @param fitOnAll {@code fitOn: all}: a transformer before a split may learn from all rows
 * @param persistOrNull {@code persist: LEVEL}; {@code none} forbids it
 * @param checkpoint {@code checkpoint: true}: the frame is kept on disk
 * @param partitions {@code partitions: N}; 0 if not given
 * @param broadcast {@code broadcast: true}
 * @param retry {@code retry: {times, backoff}}
 * @param timeoutOrNull {@code timeout: 10m}
 * @param tuneOrNull {@code tune:} of a trainer
 * @param gates {@code gates:} of an evaluator
 * @param onOrNull {@code on:} of an evaluator
 * @param selectOrNull {@code select:} of an evaluator of several models
 */
public record StageSettings<D>(
    boolean fitOnAll,
    @Nullable String persistOrNull,
    boolean checkpoint,
    int partitions,
    boolean broadcast,
    Retry retry,
    @Nullable Duration timeoutOrNull,
    @Nullable Tuning<D> tuneOrNull,
    List<Gate> gates,
    @Nullable Part onOrNull,
    @Nullable String selectOrNull) {
  public StageSettings {
    gates = List.copyOf(gates);
  }

  /** Nothing was said. */
  public static <D> StageSettings<D> none() {
    return new StageSettings<>(
        false, null, false, 0, false, Retry.DEFAULT, null, null, List.of(), null, null);
  }

  /** The same with a search for better options. */
  public StageSettings<D> withTune(Tuning<D> tune) {
    return new StageSettings<>(
        fitOnAll,
        persistOrNull,
        checkpoint,
        partitions,
        broadcast,
        retry,
        timeoutOrNull,
        tune,
        gates,
        onOrNull,
        selectOrNull);
  }

  /** The same with gates, and with the metric that chooses among several models. */
  public StageSettings<D> withGates(List<Gate> conditions, @Nullable String metricOrNull) {
    return new StageSettings<>(
        fitOnAll,
        persistOrNull,
        checkpoint,
        partitions,
        broadcast,
        retry,
        timeoutOrNull,
        tuneOrNull,
        conditions,
        onOrNull,
        metricOrNull);
  }

  /** The storage level that the user asks for, or {@code none}. */
  public Optional<String> persist() {
    return Optional.ofNullable(persistOrNull);
  }

  /** The partitions that the user asks for. */
  public OptionalInt partitionCount() {
    return partitions == 0 ? OptionalInt.empty() : OptionalInt.of(partitions);
  }

  /** How long the stage's own work may take. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeoutOrNull);
  }

  /** The search for better options. */
  public Optional<Tuning<D>> tune() {
    return Optional.ofNullable(tuneOrNull);
  }

  /** The part to be evaluated. */
  public Optional<Part> on() {
    return Optional.ofNullable(onOrNull);
  }

  /** The metric that chooses among several models. */
  public Optional<String> select() {
    return Optional.ofNullable(selectOrNull);
  }

  /**
   * How often a stage is tried again when it fails in a way that may pass.
   *
   * @param times tries after the first
   * @param backoff wait before the first of them; doubled each time
   */
  public record Retry(int times, Duration backoff) {
    /** The wait where a file does not say. */
    public static final Duration BACKOFF = Duration.ofSeconds(1);

    /**
     * Where a file does not say: once more, as a connection that dropped is most often back then.
     */
    public static final Retry DEFAULT = new Retry(1, BACKOFF);
  }
}
