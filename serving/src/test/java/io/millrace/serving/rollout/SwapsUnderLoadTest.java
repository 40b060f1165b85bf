package io.millrace.serving.rollout;

import static io.millrace.serving.rollout.FakeRegistry.call;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serving.fixture.TinyModel;
import io.millrace.serving.model.ModelLease;
import io.millrace.serving.model.ScoredRows;
import io.millrace.serving.model.ServedModel;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SwapsUnderLoadTest {
  private static final int SWAPS = 1_000;
  private static final int CALLERS = 4;
  private static final int KEYS = 997;

  @TempDir Path temporary;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean swapping = new AtomicBoolean(true);
  private FakeRegistry registry;
  private Rollout rollout;

  @BeforeEach
  void start() {
    registry = new FakeRegistry(temporary).withVersions(5);
    registry.point("champion", 1);
    registry.point("challenger", 4);
    rollout = registry.rollout();
    Map<String, Double> weights = new LinkedHashMap<>();
    weights.put("champion", 90.0);
    weights.put("challenger", 10.0);
    rollout.start(new RoutePlan("tiny", weights, StickyKey.parse("header:Key"), null, null));
  }

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  /** What one caller saw. */
  private record Seen(
      long requests, long challenger, long unstuck, long wrong, Set<Integer> versions) {}

  @Test
  void noReplyFailsOrIsMixedAndNoCallerChangesItsRoute() throws Exception {
    Map<String, String> routes = new ConcurrentHashMap<>();
    List<Future<Seen>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int number = i;
      callers.add(threads.submit(() -> call100kAtLeast(number, routes)));
    }

    for (int i = 0; i < SWAPS; i++) {
      // The third from last is let go and loaded again; two that alternate stay.
      registry.point("champion", 1 + (i + 1) % 3);
      registry.point("challenger", 4 + (i + 1) % 2);
      rollout.check("tiny", true);
    }
    swapping.set(false);

    long requests = 0;
    long challenger = 0;
    for (Future<Seen> caller : callers) {
      Seen seen = caller.get();
      assertThat(seen.unstuck()).as("changes of route").isZero();
      assertThat(seen.wrong()).as("versions of the other route").isZero();
      assertThat(seen.versions()).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
      requests += seen.requests();
      challenger += seen.challenger();
    }
    assertThat(requests).isGreaterThanOrEqualTo(400_000);
    double expected =
        100.0
            * java.util.stream.IntStream.range(0, KEYS)
                .filter(key -> "challenger".equals(routes.get("key-" + key)))
                .count()
            / KEYS;
    assertThat(100.0 * challenger / requests).isBetween(expected - 0.5, expected + 0.5);
    assertThat(registry.events).filteredOn(event -> event.contains(" to ")).hasSize(2 * SWAPS + 2);
    assertThat(registry.events).filteredOn(event -> event.startsWith("let go")).hasSize(SWAPS - 1);
    assertEveryLeaseWasGivenBack();
  }

  private Seen call100kAtLeast(int number, Map<String, String> routes) {
    long requests = 0;
    long challenger = 0;
    long unstuck = 0;
    long wrong = 0;
    Set<Integer> versions = new java.util.HashSet<>();
    while (swapping.get() || requests < 100_000) {
      String key = "key-" + (requests + number * 250L) % KEYS;
      try (ModelLease lease = rollout.acquire(call("Key", key))) {
        int version = versionOfWholeReply(lease.model());
        boolean isChallenger = lease.route().equals("challenger");
        wrong += version > 3 == isChallenger ? 0 : 1;
        String before = routes.putIfAbsent(key, lease.route());
        unstuck += before == null || before.equals(lease.route()) ? 0 : 1;
        challenger += isChallenger ? 1 : 0;
        versions.add(version);
      }
      requests++;
    }
    return new Seen(requests, challenger, unstuck, wrong, versions);
  }

  /** Scores a request of three rows, which have to be answered by the version that is named. */
  private static int versionOfWholeReply(ServedModel model) {
    ScoredRows scored =
        model.score(TinyModel.rows("x", "y", "z"), System.nanoTime() + 60_000_000_000L);
    int version = Integer.parseInt(model.version());
    for (int row = 0; row < 3; row++) {
      if (scored.number(row, 0) != version) {
        throw new AssertionError(
            "version %d answered %s".formatted(version, scored.number(row, 0)));
      }
    }
    return version;
  }

  private void assertEveryLeaseWasGivenBack() {
    for (Resident resident : rollout.state().residents()) {
      assertThat(resident.holders()).as("holders of %s: the table", resident).isEqualTo(1);
    }
  }

  @Test
  void withoutAKeyRequestsAreSplitWithinHalfAPoint() {
    int count = 200_000;
    int challenger = 0;
    for (int i = 0; i < count; i++) {
      try (ModelLease lease = rollout.acquire(call())) {
        challenger += lease.route().equals("challenger") ? 1 : 0;
      }
    }

    assertThat(100.0 * challenger / count).isBetween(9.5, 10.5);
  }

  @Test
  void concurrentSwapsRollbacksAndWeightsHappenInOneOrder() throws Exception {
    int each = 300;
    long before = rollout.state().revision();
    AtomicLong changes = new AtomicLong();
    List<Callable<Void>> work =
        List.of(
            () -> {
              for (int i = 0; i < each; i++) {
                rollout.rollback("tiny", "champion");
                changes.incrementAndGet();
              }
              return null;
            },
            () -> {
              for (int i = 0; i < each; i++) {
                rollout.rollback("tiny", "champion");
                changes.incrementAndGet();
              }
              return null;
            },
            () -> {
              for (int i = 0; i < each; i++) {
                rollout.setWeights("tiny", Map.of("champion", 1.0 + i, "challenger", 1.0));
                changes.incrementAndGet();
              }
              return null;
            },
            () -> {
              for (int i = 0; i < each; i++) {
                versionOfWholeReply(rollout);
              }
              return null;
            });
    registry.point("champion", 2);
    rollout.check("tiny", true);
    for (Future<Void> future : threads.invokeAll(work)) {
      future.get();
    }

    Map<String, Route> routes = new HashMap<>();
    requireNonNull(rollout.state().models().get("tiny"))
        .routes()
        .forEach(r -> routes.put(r.target(), r));
    assertThat(rollout.state().revision())
        .as("no change was lost")
        .isEqualTo(before + 1 + changes.get());
    assertThat(requireNonNull(routes.get("champion")).current().version())
        .as("an even number of rollbacks from version 2")
        .isEqualTo("2");
    assertThat(routes.get("champion").weight()).isEqualTo(each);
    assertEveryLeaseWasGivenBack();
  }

  private static void versionOfWholeReply(Rollout rollout) {
    try (ModelLease lease = rollout.acquire(call())) {
      versionOfWholeReply(lease.model());
    }
  }

  @Test
  void aVersionThatWasLetGoCanBeCollected() {
    registry.point("champion", 2);
    rollout.check("tiny", true);
    WeakReference<ServedModel> old = firstVersion();

    // The last two versions stay: the first one goes with the second swap.
    registry.point("champion", 3);
    rollout.check("tiny", true);

    assertThat(registry.events).contains("let go 1");
    for (int i = 0; old.get() != null && i < 100; i++) {
      System.gc();
    }
    assertThat(old.get()).isNull();
  }

  private WeakReference<ServedModel> firstVersion() {
    try (ModelLease lease = rollout.acquire(call("1", new String[0]))) {
      versionOfWholeReply(lease.model());
      return new WeakReference<>(lease.model());
    }
  }
}
