package io.millrace.tracking.openlineage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.tracking.openlineage.SinkAddress.OfEndpoint;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Posts events, one after the other, while the work goes on: an event is sent again where that may
 * help, and given up after a few attempts; the ones after it then have one attempt each, until the
 * endpoint takes one.
 */
final class HttpSink implements EventSink {
  /** A stream's endpoint may be down for long: more than so many don't wait for it. */
  private static final int WAITING = 1_000;

  private final OfEndpoint endpoint;
  private final Patience patience;
  private final Losses losses;
  private final Excuses excuses;
  private final HttpClient http;
  private final ThreadPoolExecutor worker;

  /** Only the worker's thread knows. */
  private boolean answers = true;

  HttpSink(OfEndpoint endpoint, Patience patience, Consumer<String> warnings) {
    this.endpoint = endpoint;
    this.patience = patience;
    this.losses = new Losses(endpoint.toString(), warnings);
    this.excuses = new Excuses(endpoint);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.connect())
            .build();
    this.worker =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), HttpSink::daemon);
  }

  @Override
  public void send(String event) {
    losses.taken();
    try {
      worker.execute(() -> deliver(event));
    } catch (RejectedExecutionException e) {
      losses.lost("Too many events wait for the OpenLineage endpoint at " + endpoint);
    }
  }

  private void deliver(String event) {
    try {
      int attempts = answers ? patience.attempts() : 1;
      for (int attempt = 1; ; attempt++) {
        Outcome outcome = post(event);
        if (outcome.why().isEmpty()) {
          answers = true;
          return;
        }
        if (!outcome.again() || attempt >= attempts) {
          answers = false;
          losses.lost(outcome.why());
          return;
        }
        Thread.sleep(patience.pause(attempt).toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      losses.lost(excuses.late());
    }
  }

  /**
   * What came of an attempt.
   *
   * @param why it failed; empty if it did not
   * @param again whether another attempt may help
   */
  record Outcome(String why, boolean again) {}

  private Outcome post(String event) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.uri())
            .header("User-Agent", "millrace")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(event, UTF_8));
    if (!endpoint.key().isEmpty()) {
      request.header("Authorization", "Bearer " + endpoint.key());
    }
    CompletableFuture<HttpResponse<Void>> answer =
        http.sendAsync(request.build(), BodyHandlers.discarding());
    try {
      int status = answer.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS).statusCode();
      boolean taken = status >= 200 && status < 300;
      return new Outcome(
          taken ? "" : excuses.refused(status), status == 429 || status >= 500 && status != 501);
    } catch (ExecutionException e) {
      return new Outcome(excuses.silent(e.getCause()), e.getCause() instanceof IOException);
    } catch (TimeoutException e) {
      return new Outcome(excuses.mute(patience.answer()), true);
    } finally {
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(patience.farewell().toMillis(), TimeUnit.MILLISECONDS)) {
        worker.shutdownNow().forEach(unsent -> losses.lost(excuses.late()));
        // The event under way counts itself.
        worker.awaitTermination(patience.farewell().toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      worker.shutdownNow().forEach(unsent -> losses.lost(excuses.late()));
    }
    losses.tell();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "millrace-openlineage");
    thread.setDaemon(true);
    return thread;
  }
}
