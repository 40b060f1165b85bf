package io.millrace.serving.rollout;

import io.millrace.serving.model.Answer;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.Failure;
import io.millrace.serving.model.PredictionValue;
import io.millrace.serving.model.ScoredRows;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lets shadows predict what was answered, and compares. It has a bounded queue and threads of its
 * own: an answer never waits for it; requests that find no room are dropped and counted.
 */
public final class Shadow implements AnswerListener, AutoCloseable {
  private static final long LONGEST_NANOS = 10_000_000_000L;

  private final Rollout rollout;
  private final ThreadPoolExecutor threads;
  private final Map<Resident, ShadowFigures> figures = new WeakHashMap<>();

  /**
   * Shadows of a table's models.
   *
   * @param capacity requests that may wait
   * @param threadCount threads for all shadows
   */
  public Shadow(Rollout rollout, int capacity, int threadCount) {
    this.rollout = rollout;
    this.threads =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(capacity),
            work -> {
              Thread thread = new Thread(work, "millrace-shadow");
              thread.setDaemon(true);
              thread.setPriority(Thread.MIN_PRIORITY);
              return thread;
            });
  }

  @Override
  public void answered(Answer answer) {
    Resident shadow = rollout.shadow(answer.model().name());
    if (shadow == null) {
      return;
    }
    try {
      threads.execute(() -> compare(answer, shadow));
    } catch (RejectedExecutionException e) {
      figures(shadow).dropped(answer.inputs().rows());
    }
  }

  @Override
  public void failed(Failure failure) {}

  /** As above. */
  @Override
  public void turnedAway(Failure failure) {}

  private void compare(Answer answer, Resident shadow) {
    if (!shadow.acquire()) {
      // It is no shadow any more, and its figures are nobody's.
      return;
    }
    ShadowFigures told = figures(shadow);
    try {
      if (!shadow.model().inputs().equals(answer.inputs().columns())) {
        told.failed(answer.inputs().rows());
        return;
      }
      ScoredRows scored = shadow.model().score(answer.inputs(), System.nanoTime() + LONGEST_NANOS);
      compare(answer.outputs(), scored, told);
    } catch (CallRefused e) {
      told.failed(answer.inputs().rows());
    } finally {
      shadow.release();
    }
  }

  private static void compare(ScoredRows answered, ScoredRows shadow, ShadowFigures told) {
    int from = PredictionValue.column(answered.columns());
    int to = PredictionValue.column(shadow.columns());
    for (int row = 0; row < answered.rows(); row++) {
      told.compared(PredictionValue.of(answered, row, from), PredictionValue.of(shadow, row, to));
    }
  }

  /** Shows how the shadows do. */
  public void show(PrometheusRegistry registry) {
    CounterWithCallback.builder()
        .name("millrace_shadow_rows_total")
        .help("Rows for the shadow of a model, by what became of them")
        .labelNames("model", "version", "outcome")
        .callback(
            told ->
                rollout
                    .state()
                    .models()
                    .forEach(
                        (name, model) -> {
                          Route shadow = model.shadow();
                          if (shadow != null) {
                            tell(told, name, shadow.current());
                          }
                        }))
        .register(registry);
  }

  private void tell(CounterWithCallback.Callback told, String name, Resident shadow) {
    ShadowFigures.Snapshot figures = figures(shadow).snapshot();
    String version = shadow.version();
    told.call(figures.compared() - figures.different(), name, version, "same");
    told.call(figures.different(), name, version, "different");
    told.call(figures.failed(), name, version, "failed");
    told.call(figures.dropped(), name, version, "dropped");
  }

  /** Keeps a thread busy. */
  void runFirst(Runnable work) {
    threads.execute(work);
  }

  /** How a version did as a shadow. */
  ShadowFigures figures(Resident shadow) {
    synchronized (figures) {
      return figures.computeIfAbsent(shadow, version -> new ShadowFigures());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
