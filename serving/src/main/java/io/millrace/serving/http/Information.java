package io.millrace.serving.http;

import io.millrace.serving.metrics.ServingMetrics;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.ModelLease;
import io.millrace.serving.model.ModelTable;
import io.millrace.serving.protocol.openapi.DocsPage;
import io.millrace.serving.protocol.openapi.OpenApi;
import io.millrace.serving.protocol.v2.V2Metadata;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Answers what is asked about the server and its models. */
final class Information {
  private static final HttpString CONTENT_POLICY =
      HttpString.tryFromString("Content-Security-Policy");
  private static final String PAGE_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'";

  private final ModelTable models;
  private final ServingMetrics metrics;
  private final String version;

  Information(ModelTable models, ServingMetrics metrics, String version) {
    this.models = models;
    this.metrics = metrics;
    this.version = version;
  }

  void answer(Call call, boolean draining) {
    boolean ready = !draining && models.ready();
    switch (call.route().target()) {
      case LIVE -> call.answer(V2Metadata.health(true));
      case READY -> call.send(ready ? 200 : 503, Call.JSON, V2Metadata.health(ready));
      // As MLflow's: a line's end, in no JSON.
      case PING -> call.send(ready ? 200 : 503, Call.JSON, "\n".getBytes(StandardCharsets.UTF_8));
      case VERSION ->
          call.send(200, "text/plain; charset=utf-8", version.getBytes(StandardCharsets.UTF_8));
      case SERVER -> call.answer(V2Metadata.server(version));
      case MODELS -> call.answer(V2Metadata.models(models.models()));
      case MODEL -> model(call);
      case MODEL_READY -> modelReady(call);
      case LOAD -> {
        models.load(name(call));
        call.answer(V2Metadata.repository(name(call), "load", true));
      }
      case UNLOAD -> {
        models.unload(name(call));
        call.answer(V2Metadata.repository(name(call), "unload", true));
      }
      case METRICS -> call.send(200, ServingMetrics.CONTENT_TYPE, metrics.text());
      case OPENAPI -> call.answer(OpenApi.of(models, version));
      case PAGE -> page(call);
      default -> throw new IllegalStateException(call.route() + " is no question");
    }
  }

  private static void page(Call call) {
    // The page needs nothing from elsewhere, so nothing else is let in.
    call.exchange().getResponseHeaders().put(CONTENT_POLICY, PAGE_POLICY);
    call.send(200, "text/html; charset=utf-8", DocsPage.html());
  }

  private void model(Call call) {
    try (ModelLease lease = models.acquire(call)) {
      call.answer(V2Metadata.model(lease.model(), models.models()));
    }
  }

  private void modelReady(Call call) {
    boolean ready;
    try (ModelLease lease = models.acquire(call)) {
      ready = lease.model() != null;
    } catch (CallRefused e) {
      if (e.reason() != CallRefused.Reason.NOT_READY) {
        throw e;
      }
      ready = false;
    }
    call.send(ready ? 200 : 503, Call.JSON, V2Metadata.ready(name(call), ready));
  }

  private static String name(Call call) {
    return Objects.requireNonNull(call.model(), "the route names a model");
  }
}
