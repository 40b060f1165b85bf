package io.millrace.serving.http;

import io.millrace.serving.metrics.ModelMeters;
import io.millrace.serving.metrics.ServingMetrics;
import io.millrace.serving.model.Answer;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.ModelLease;
import io.millrace.serving.model.ModelTable;
import io.millrace.serving.model.ScoredRows;
import io.millrace.serving.model.ServedModel;
import java.util.List;

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
      try {
        answer(call, protocol, body, lease);
      } catch (CallRefused e) {
        call.refuse(e);
        failed(call, lease, e.reason().status());
      } catch (RuntimeException | Error e) {
        call.fail(e);
        failed(call, lease, 500);
      }
    }
  }

  private void answer(Call call, Protocol protocol, byte[] body, ModelLease lease) {
    ServedModel model = lease.model();
    long begun = System.nanoTime();
    Protocol.Parsed parsed = protocol.read(body, model, limits.rows());
    long read = System.nanoTime();
    ScoredRows scored = model.score(parsed.rows(), deadline(call));
    long predicted = System.nanoTime();
    byte[] bytes = parsed.encoder().write(scored);
    long encoded = System.nanoTime();
    call.scored(scored.rows());
    call.answer(bytes);
    ModelMeters meters = metrics.of(model);
    meters.answered(parsed.rows(), scored, read - begun, predicted - read, encoded - predicted);
    if (!listeners.isEmpty()) {
      Answer answer =
          new Answer(
              call.requestId(),
              call.time(),
              model,
              lease.route(),
              parsed.rows(),
              scored,
              encoded - begun);
      listeners.forEach(listener -> listener.answered(answer));
    }
  }

  /** When a call's time is over, in {@link System#nanoTime} time. */
  long deadline(Call call) {
    return call.started() + limits.requestTime().toNanos();
  }

  private void failed(Call call, ModelLease lease, int status) {
    long nanos = System.nanoTime() - call.started();
    listeners.forEach(listener -> listener.failed(lease.model(), lease.route(), status, nanos));
  }
}
