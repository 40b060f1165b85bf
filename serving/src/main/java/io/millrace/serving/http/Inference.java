package io.millrace.serving.http;

import io.millrace.serving.metrics.ServingMetrics;
import io.millrace.serving.model.Answer;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.Failure;
import io.millrace.serving.model.InputRows;
import io.millrace.serving.model.ModelLease;
import io.millrace.serving.model.ModelTable;
import io.millrace.serving.model.ScoredRows;
import io.millrace.serving.model.ServedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers requests for predictions: reads, scores, writes, and tells who listens. */
final class Inference {
  private final ModelTable models;
  private final ServingMetrics metrics;
  private final Limits limits;
  private final List<AnswerListener> listeners;

  Inference(
      ModelTable models, ServingMetrics metrics, Limits limits, List<AnswerListener> listeners) {
    this.models = models;
    this.metrics = metrics;
    this.limits = limits;
    this.listeners = List.copyOf(listeners);
  }

  /** Answers a call whose body is there. */
  void answer(Call call, Protocol protocol, byte[] body) {
    call.keepBody(body);
    try (ModelLease lease = models.acquire(call)) {
      call.servedBy(lease);
      Work work = new Work(call, lease);
      try {
        work.answer(protocol, body);
      } catch (CallRefused e) {
        call.refuse(e);
        work.failed(e.reason().status(), e.getMessage());
      } catch (RuntimeException | Error e) {
        work.failed(500, call.fail(e));
      }
    }
  }

  /**
   * Tells who listens of a call that was refused before a version was asked for; nobody hears of a
   * call that no version could have answered.
   */
  void turnedAway(Call call, String told) {
    if (listeners.isEmpty()) {
      return;
    }
    try (ModelLease lease = models.acquire(call)) {
      Failure failure = failure(call, lease, null, call.status(), told);
      listeners.forEach(listener -> listener.turnedAway(failure));
    } catch (CallRefused e) {
      // There is no such model, or none that answers: the access log and the meters tell of it.
      return;
    }
  }

  private static Failure failure(
      Call call, ModelLease lease, @Nullable InputRows rows, int status, String message) {
    return new Failure(
        call.requestId(),
        call.time(),
        lease.model(),
        lease.route(),
        rows,
        status,
        message,
        System.nanoTime() - call.started());
  }

  /** What is done for one call with one version. */
  private final class Work {
    private final Call call;
    private final ModelLease lease;
    private @Nullable InputRows rows;

    Work(Call call, ModelLease lease) {
      this.call = call;
      this.lease = lease;
    }

    void answer(Protocol protocol, byte[] body) {
      ServedModel model = lease.model();
      long begun = System.nanoTime();
      Protocol.Parsed parsed = protocol.read(body, model, limits.rows());
      rows = parsed.rows();
      long read = System.nanoTime();
      ScoredRows scored = model.score(parsed.rows(), deadline(call));
      long predicted = System.nanoTime();
      byte[] bytes = parsed.encoder().write(scored);
      long encoded = System.nanoTime();
      call.scored(scored.rows());
      call.answer(bytes);
      metrics
          .of(model)
          .answered(parsed.rows(), scored, read - begun, predicted - read, encoded - predicted);
      if (!listeners.isEmpty()) {
        tell(parsed.rows(), scored, encoded - begun);
      }
    }

    private void tell(InputRows inputs, ScoredRows scored, long nanos) {
      Answer answer =
          new Answer(
              call.requestId(), call.time(), lease.model(), lease.route(), inputs, scored, nanos);
      listeners.forEach(listener -> listener.answered(answer));
    }

    void failed(int status, String message) {
      if (listeners.isEmpty()) {
        return;
      }
      Failure failure = failure(call, lease, rows, status, message);
      listeners.forEach(listener -> listener.failed(failure));
    }
  }

  /** When a call's time is over, in {@link System#nanoTime} time. */
  long deadline(Call call) {
    return call.started() + limits.requestTime().toNanos();
  }
}
