package io.millrace.tracking.mlflow.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Sends requests, again where that may help: after a refused connection, 429 and 503, which say
 * that nothing was done; and if the request may be repeated, after any other answer of the 500s, a
 * broken connection, and none in time. Thread-safe.
 */
final class Channel {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long LARGEST_ANSWER = 256L << 20;

  private final ServerAddress server;
  private final Patience patience;
  private final Failures failures;
  private final HttpClient http;

  Channel(ServerAddress server, Patience patience) {
    this.server = server;
    this.patience = patience;
    this.failures = new Failures(server);
    this.http =
        HttpClient.newBuilder()
            // An upgrade to HTTP/2 would be offered with each first request, and MLflow has none.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.connect())
            .build();
  }

  Failures failures() {
    return failures;
  }

  /** The answer as a tree. */
  JsonNode json(Request request) {
    byte[] body = bytes(request);
    try {
      JsonNode tree = JSON.readTree(body);
      if (tree == null || tree.isMissingNode()) {
        return JsonNodeFactory.instance.objectNode();
      }
      return tree;
    } catch (IOException e) {
      throw failures.garbled(request, e);
    }
  }

  /** The answer as it came. */
  byte[] bytes(Request request) {
    return send(request, info -> new LimitedBody(LARGEST_ANSWER), () -> 0, body -> body);
  }

  /** Turns the body of an answer that does not say yes into what a message can quote. */
  @FunctionalInterface
  interface Quote<T> {
    byte[] of(T body);
  }

  /**
   * Sends a request until its answer says yes.
   *
   * @param progress grows with each byte that is sent or taken, so that large files may take long
   */
  <T> T send(Request request, BodyHandler<T> handler, LongSupplier progress, Quote<T> quote) {
    for (int attempt = 1; ; attempt++) {
      Attempt<T> made = attempt(request, handler, progress, quote);
      if (made.answer().isPresent()) {
        return made.answer().get();
      }
      if (!made.again() || attempt >= patience.attempts()) {
        throw made.failure().orElseThrow();
      }
      pause(made.asked().orElse(patience.pause(attempt)), request);
    }
  }

  /** What came of one attempt. */
  private record Attempt<T>(
      Optional<T> answer,
      Optional<MillraceException> failure,
      boolean again,
      Optional<Duration> asked) {}

  private <T> Attempt<T> attempt(
      Request request, BodyHandler<T> handler, LongSupplier progress, Quote<T> quote) {
    try {
      HttpResponse<T> response = exchange(request, handler, progress);
      int status = response.statusCode();
      if (status >= 200 && status < 300) {
        return new Attempt<>(
            Optional.of(response.body()), Optional.empty(), false, Optional.empty());
      }
      boolean undone = status == 429 || status == 503;
      boolean again = undone || request.repeatable() && status >= 500 && status != 501;
      return new Attempt<>(
          Optional.empty(),
          Optional.of(failures.refused(request, status, quote.of(response.body()))),
          again,
          undone
              ? patience.asked(response.headers(), Clock.systemUTC().instant())
              : Optional.empty());
    } catch (IOException | TimeoutException e) {
      boolean unsent = e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
      return new Attempt<>(
          Optional.empty(),
          Optional.of(failures.silent(request, e, patience.answer())),
          (unsent || request.repeatable()) && !(e instanceof LimitedBody.TooLarge),
          Optional.empty());
    }
  }

  private <T> HttpResponse<T> exchange(
      Request request, BodyHandler<T> handler, LongSupplier progress)
      throws IOException, TimeoutException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(server.resolve(request.path()))
            .method(request.method(), request.body().get())
            .header("User-Agent", "millrace");
    if (!request.type().isEmpty()) {
      builder.header("Content-Type", request.type());
    }
    if (!server.credentials().header().isEmpty()) {
      builder.header("Authorization", server.credentials().header());
    }
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(builder.build(), handler);
    try {
      return await(answer, progress);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw interrupted(request, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("an exchange failed", e.getCause());
    }
  }

  private <T> HttpResponse<T> await(
      CompletableFuture<HttpResponse<T>> answer, LongSupplier progress)
      throws InterruptedException, ExecutionException, TimeoutException {
    while (true) {
      long before = progress.getAsLong();
      try {
        return answer.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (progress.getAsLong() == before) {
          answer.cancel(true);
          throw e;
        }
      }
    }
  }

  private void pause(Duration wait, Request request) {
    try {
      Thread.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(request, e);
    }
  }

  private MillraceException interrupted(Request request, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new MillraceException(
        MlflowError.MLFLOW_UNREACHABLE,
        "%s was interrupted while the MLflow server at %s was waited for."
            .formatted(request.what(), server.shown()),
        cause);
  }
}
