package io.millrace.serving.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serving.http.HttpServer;
import io.millrace.serving.http.ServerSettings;
import io.millrace.serving.metrics.ServingMetrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand swaps of both routes, while callers ask over HTTP: what they see of it is nothing. */
final class SwapsOverHttpTest {
  private static final int SWAPS = 1_000;
  private static final int CALLERS = 8;
  private static final int REQUESTS = 5_000;
  private static final int KEYS = 997;
  private static final String BODY = "{\"instances\":[[\"x\"],[\"y\"],[\"z\"]]}";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temporary;

  private final AtomicBoolean swapping = new AtomicBoolean(true);
  private final Map<String, String> routes = new ConcurrentHashMap<>();

  /** What one caller saw; versions count those of the champion's and the challenger's. */
  private record Seen(
      long requests, long challenger, long moved, List<String> wrong, Set<Integer> versions) {}

  @Test
  @Tag("full")
  void noReplyFailsOrIsMixedAndNoCallerChangesItsRoute() throws Exception {
    FakeRegistry registry = new FakeRegistry(temporary).withVersions(5);
    registry.point("champion", 1);
    registry.point("challenger", 4);
    Rollout rollout = registry.rollout();
    Map<String, Double> weights = new LinkedHashMap<>();
    weights.put("champion", 90.0);
    weights.put("challenger", 10.0);
    rollout.start(new RoutePlan("tiny", weights, StickyKey.parse("header:Key"), null, null));
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    List<Seen> all = new ArrayList<>();
    try (HttpServer server =
        HttpServer.start(
            ServerSettings.standard(),
            rollout,
            new ServingMetrics(),
            List.of(rollout.meter()),
            List.of())) {
      URI address = URI.create("http://127.0.0.1:%d/invocations".formatted(server.port()));
      List<Future<Seen>> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        int number = i;
        callers.add(threads.submit(() -> ask(address, number)));
      }
      for (int i = 0; i < SWAPS; i++) {
        registry.point("champion", 1 + (i + 1) % 3);
        registry.point("challenger", 4 + (i + 1) % 2);
        rollout.check("tiny", true);
      }
      swapping.set(false);
      for (Future<Seen> caller : callers) {
        all.add(caller.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(all).flatExtracting(Seen::wrong).as("failed, wrong and mixed replies").isEmpty();
    assertThat(all.stream().mapToLong(Seen::moved).sum()).as("changes of route").isZero();
    assertThat(all).flatExtracting(Seen::versions).contains(1, 2, 3, 4, 5);
    long requests = all.stream().mapToLong(Seen::requests).sum();
    long challenger = all.stream().mapToLong(Seen::challenger).sum();
    long keys =
        IntStream.range(0, KEYS).filter(k -> "challenger".equals(routes.get("key-" + k))).count();
    double expected = 100.0 * keys / KEYS;
    assertThat(100.0 * challenger / requests).isBetween(expected - 0.5, expected + 0.5);
    System.out.printf(
        "%d swaps of both routes, %d requests by %d callers: %.3f %% on the challenger, %.3f %% of"
            + " the keys%n",
        SWAPS, requests, CALLERS, 100.0 * challenger / requests, expected);
  }

  private Seen ask(URI address, int number) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    long challenger = 0;
    long moved = 0;
    List<String> wrong = new ArrayList<>();
    Set<Integer> versions = new TreeSet<>();
    long requests = 0;
    // Whole rounds over all keys, so that the share of keys is the share of requests.
    while (swapping.get() || requests < REQUESTS || requests % KEYS != 0) {
      String key = "key-" + (requests + number * 125L) % KEYS;
      HttpResponse<String> reply = client.send(request(address, key), BodyHandlers.ofString());
      int version = version(reply);
      String route = reply.headers().firstValue(Rollout.ROUTE_HEADER).orElse("");
      String whole = "{\"predictions\":[%1$d.0,%1$d.0,%1$d.0]}".formatted(version);
      boolean ofItsRoute = version > 3 == route.equals("challenger");
      if (reply.statusCode() != 200 || !reply.body().equals(whole) || !ofItsRoute) {
        wrong.add("%d %s: %s".formatted(reply.statusCode(), route, reply.body()));
      }
      String before = routes.putIfAbsent(key, route);
      moved += before == null || before.equals(route) ? 0 : 1;
      challenger += route.equals("challenger") ? 1 : 0;
      versions.add(version);
      requests++;
    }
    return new Seen(requests, challenger, moved, wrong, versions);
  }

  private static HttpRequest request(URI address, String key) {
    return HttpRequest.newBuilder(address)
        .header("Content-Type", "application/json")
        .header("Key", key)
        .POST(HttpRequest.BodyPublishers.ofString(BODY))
        .build();
  }

  private static int version(HttpResponse<String> reply) {
    return reply.headers().firstValue("X-Millrace-Model-Version").map(Integer::parseInt).orElse(0);
  }
}
