package io.millrace.serving.rollout;

import static io.millrace.serving.rollout.FakeRegistry.call;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.model.ModelPackage;
import io.millrace.serving.Wavering;
import io.millrace.serving.fixture.TinyModel;
import io.millrace.serving.model.Answer;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.Failure;
import io.millrace.serving.model.InputRows;
import io.millrace.serving.model.ModelLease;
import io.millrace.serving.model.ModelStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RolloutTest {
  private static final long SOON = 60_000_000_000L;

  @TempDir Path temporary;
  private FakeRegistry registry;
  private Rollout rollout;

  @BeforeEach
  void start() {
    registry = new FakeRegistry(temporary).withVersions(3);
    registry.point("champion", 1);
    registry.point("challenger", 2);
    rollout = registry.rollout();
  }

  @Test
  void theVersionBehindTheAliasAnswers() {
    rollout.start(RoutePlan.of("tiny", "champion"));

    assertThat(answer(rollout)).isEqualTo("champion:1");
    assertThat(rollout.ready()).isTrue();
    assertThat(rollout.models())
        .containsExactly(new ModelStatus("tiny", "1", List.of("champion"), true, null));
  }

  @Test
  void anAliasThatMovesIsFollowed() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    registry.point("champion", 2);
    assertThat(answer(rollout)).isEqualTo("champion:1");

    rollout.check("tiny", false);

    assertThat(answer(rollout)).isEqualTo("champion:2");
    assertThat(registry.eventsSoFar())
        .containsExactly("loaded 1", "champion: null to 1", "loaded 2", "champion: 1 to 2");
  }

  @Test
  void theVersionBeforeThePreviousIsLetGoOnceItsLastRequestIsAnswered() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    ModelLease request = rollout.acquire(call());
    swap("champion", 2);
    swap("champion", 3);
    assertThat(registry.eventsSoFar()).doesNotContain("let go 1");
    assertThat(request.model().version()).isEqualTo("1");

    request.close();

    assertThat(registry.eventsSoFar()).containsExactly("let go 1");
    assertThatThrownBy(request::close).hasMessage("a lease of version 1 was closed twice");
  }

  private void swap(String alias, int version) {
    registry.point(alias, version);
    rollout.check("tiny", false);
  }

  @Test
  void rollbackIsAPointerSwapAndHoldsUntilTheAliasMoves() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    swap("champion", 2);
    int opened = registry.opened;
    registry.loseFiles(1);

    rollout.rollback("tiny", null);

    assertThat(answer(rollout)).isEqualTo("champion:1");
    rollout.check("tiny", true);
    assertThat(answer(rollout)).as("the alias still names version 2").isEqualTo("champion:1");
    assertThat(registry.opened).isEqualTo(opened);

    swap("champion", 1);
    swap("champion", 2);
    assertThat(answer(rollout)).as("the alias moved away and came back").isEqualTo("champion:2");
    assertThat(registry.opened).isEqualTo(opened);
  }

  @Test
  void aRollbackIsItselfRolledBack() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    swap("champion", 2);
    rollout.rollback("tiny", "champion");

    rollout.rollback("tiny", "champion");

    assertThat(answer(rollout)).isEqualTo("champion:2");
  }

  @Test
  void aVersionThatPredictsItsGoldenRowsOtherwiseByNowIsNotRolledBackTo() {
    Wavering.prediction = 1;
    String golden =
        "{\"rows\": [{\"inputs\": {\"word\": \"a\"}, \"outputs\": {\"prediction\": 1.0}}]}";
    ModelPackage wavering = TinyModel.write(temporary.resolve("w"), "test-wavering", golden);
    registry.add(1, wavering);
    rollout.start(RoutePlan.of("tiny", "champion"));
    swap("champion", 2);
    registry.eventsSoFar();
    Wavering.prediction = 7;

    assertThatThrownBy(() -> rollout.rollback("tiny", null))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "The model package at %s predicts otherwise than when it was written: row 0 of golden.json is to have 1.0 in 'prediction', and has 7.0.",
            wavering.directory());
    assertThat(answer(rollout)).isEqualTo("champion:2");
    assertThat(registry.eventsSoFar()).isEmpty();

    Wavering.prediction = 1;
    rollout.rollback("tiny", null);
    assertThat(answer(rollout)).isEqualTo("champion:1");
  }

  @Test
  void withoutAPreviousVersionThereIsNoRollback() {
    rollout.start(RoutePlan.of("tiny", "champion"));

    assertThatThrownBy(() -> rollout.rollback("tiny", null))
        .isInstanceOf(CallRefused.class)
        .hasMessage("The route 'champion' of 'tiny' has no previous version to go back to.");
    assertThatThrownBy(() -> rollout.rollback("tiny", "other"))
        .hasMessage("The model 'tiny' has no route 'other'; there is champion=100.");
    assertThatThrownBy(() -> rollout.rollback("huge", null))
        .hasMessage("There is no model 'huge' here; there is tiny.");
  }

  @Test
  void aChangedPackageNeverServes() throws IOException {
    rollout.start(RoutePlan.of("tiny", "champion"));
    Path file = requireNonNull(registry.packages.get(2)).resolve("scoring/program.json");
    Files.writeString(file, Files.readString(file).replace("2.0", "5.0"));

    refusesVersion2(
        "The model package at %s is damaged: the file scoring/program.json was changed. Take it again from where it was registered; if it lies there, from a backup, or run its pipeline again."
            .formatted(registry.packages.get(2)));
  }

  @Test
  void aTruncatedPackageNeverServes() throws IOException {
    rollout.start(RoutePlan.of("tiny", "champion"));
    Files.delete(requireNonNull(registry.packages.get(2)).resolve("scoring/arrays.bin"));

    refusesVersion2(
        "The model package at %s is damaged: the file scoring/arrays.bin is missing. Take it again from where it was registered; if it lies there, from a backup, or run its pipeline again."
            .formatted(registry.packages.get(2)));
  }

  @Test
  void aPackageOtherThanTheRegisteredOneNeverServes() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    Path other = TinyModel.write(temporary.resolve("other"), 7).directory();
    registry.packages.put(2, other);

    refusesVersion2(
        "The model package at %s is not the one that was registered as version 2 of 'tiny'."
            .formatted(other));
  }

  @Test
  void aPackageThatPredictsOtherwiseThanItsGoldenRowsNeverServes() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    ModelPackage wrong =
        TinyModel.write(temporary.resolve("wrong"), List.of("a"), 2.0, golden("3.0"));
    registry.add(2, wrong);

    refusesVersion2(
        "The model package at %s predicts otherwise than when it was written: row 1 of golden.json is to have 3.0 in 'prediction', and has 2.0."
            .formatted(wrong.directory()));
  }

  private static String golden(String prediction) {
    return """
        {"rows": [
          {"inputs": {"word": "a"}, "outputs": {"prediction": 0.0}},
          {"inputs": {"word": null}, "outputs": {"prediction": %s}}]}
        """
        .formatted(prediction);
  }

  @Test
  void aPackageThatPredictsItsGoldenRowsServes() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    registry.add(
        2, TinyModel.write(temporary.resolve("right"), List.of("a"), 2.0, golden("2.0000000001")));

    swap("champion", 2);

    assertThat(answer(rollout)).isEqualTo("champion:2");
  }

  @Test
  void aPackageThatRefusesItsGoldenRowsNeverServes() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    ModelPackage wrong =
        TinyModel.write(temporary.resolve("wrong"), List.of("a"), null, golden("2.0"));
    registry.add(2, wrong);

    refusesVersion2(
        "The model package at %s predicts otherwise than when it was written: a row of golden.json can't be predicted: Row 1 is refused: The column 'word' holds null."
            .formatted(wrong.directory()));
  }

  private void refusesVersion2(String reason) {
    registry.eventsSoFar();
    registry.point("champion", 2);

    rollout.check("tiny", false);
    rollout.check("tiny", false);

    assertThat(answer(rollout)).as("the old one stays").isEqualTo("champion:1");
    assertThat(rollout.ready()).isTrue();
    assertThat(registry.eventsSoFar()).containsExactly("refused 2: " + reason);
    assertThat(requireNonNull(rollout.problems("tiny").get("champion")).message())
        .isEqualTo(reason);
    assertThatThrownBy(() -> rollout.load("tiny"))
        .isInstanceOf(CallRefused.class)
        .hasMessage(reason);

    swap("champion", 3);
    assertThat(answer(rollout)).isEqualTo("champion:3");
    assertThat(rollout.problems("tiny")).isEmpty();
  }

  @Test
  void aVersionThatFailedIsTriedAgainAfterAPauseThatGrows() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    Path whole = registry.packages.get(2);
    registry.packages.put(2, temporary.resolve("not-copied-yet"));
    swap("champion", 2);
    int opened = registry.opened;

    registry.now = registry.now.plusSeconds(9);
    rollout.check("tiny", false);
    assertThat(registry.opened).isEqualTo(opened);
    registry.now = registry.now.plusSeconds(1);
    rollout.check("tiny", false);
    assertThat(registry.opened).isEqualTo(opened + 1);
    registry.now = registry.now.plusSeconds(19);
    rollout.check("tiny", false);
    assertThat(registry.opened).isEqualTo(opened + 1);

    registry.packages.put(2, whole);
    registry.now = registry.now.plusSeconds(1);
    rollout.check("tiny", false);
    assertThat(answer(rollout)).isEqualTo("champion:2");
  }

  @Test
  void whileTheRegistryIsGoneTheModelsAnswerAndItIsFoundAgain() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    registry.eventsSoFar();
    registry.failure = "The registry /db is not there.";

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> rollout.check("tiny", false))
          .isInstanceOf(MillraceException.class)
          .hasMessage("The registry /db is not there.");
    }

    assertThat(answer(rollout)).isEqualTo("champion:1");
    assertThat(rollout.ready()).isTrue();
    assertThat(rollout.sourceStatus().failure()).isEqualTo("The registry /db is not there.");
    registry.failure = null;
    swap("champion", 2);
    assertThat(answer(rollout)).isEqualTo("champion:2");
    assertThat(rollout.sourceStatus().failure()).isNull();
    assertThat(registry.eventsSoFar())
        .containsExactly(
            "registry: The registry /db is not there.",
            "registry is back",
            "loaded 2",
            "champion: 1 to 2");
  }

  @Test
  void anAliasThatIsRemovedLeavesItsVersion() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    registry.aliases.remove("champion");

    rollout.check("tiny", false);

    assertThat(answer(rollout)).isEqualTo("champion:1");
    assertThat(requireNonNull(rollout.problems("tiny").get("champion")).message())
        .isEqualTo("The registry has no alias 'champion' of a model 'tiny'.");
  }

  @Test
  void aServerDoesNotStartWithoutItsVersions() {
    assertThatThrownBy(() -> rollout.start(RoutePlan.of("tiny", "prod")))
        .isInstanceOf(MillraceException.class)
        .hasMessage("The registry has no alias 'prod' of a model 'tiny'.");
    assertThatThrownBy(() -> rollout.start(RoutePlan.of("tiny", "17")))
        .hasMessage("The registry has no version '17' of a model 'tiny'.");
  }

  @Test
  void aKeyAndARouteThatIsSentBackAreSticky() {
    Map<String, Double> weights = new LinkedHashMap<>();
    weights.put("champion", 50.0);
    weights.put("challenger", 50.0);
    rollout.start(new RoutePlan("tiny", weights, StickyKey.parse("header:X-Customer"), null, null));

    for (int i = 0; i < 500; i++) {
      String key = "customer-" + i;
      assertThat(answer(rollout, "X-Customer", key)).isEqualTo(answer(rollout, "X-Customer", key));
      assertThat(answer(rollout, Rollout.ROUTE_HEADER, "challenger")).isEqualTo("challenger:2");
      assertThat(answer(rollout, Rollout.ROUTE_HEADER, "champion", "X-Customer", key))
          .isEqualTo("champion:1");
    }
    assertThat(answer(rollout, Rollout.ROUTE_HEADER, "gone")).matches("(champion:1|challenger:2)");

    rollout.setWeights("tiny", Map.of("champion", 100.0, "challenger", 0.0));
    assertThat(answer(rollout, Rollout.ROUTE_HEADER, "challenger"))
        .as("a route without weight")
        .isEqualTo("champion:1");
  }

  @Test
  void aColumnOfTheRowCanBeTheKey() {
    rollout.start(
        new RoutePlan(
            "tiny",
            Map.of("champion", 50.0, "challenger", 50.0),
            StickyKey.parse("column:customer"),
            null,
            null));
    for (int i = 0; i < 200; i++) {
      String key = "customer-" + i;
      assertThat(answer(rollout, "column customer", key))
          .isEqualTo(answer(rollout, "column customer", key));
    }
    assertThatThrownBy(() -> StickyKey.parse("cookie:x"))
        .hasMessage("'cookie:x' names no key; write header:NAME or column:NAME.");
  }

  @Test
  void aVersionThatIsLoadedAnswersByItsNumber() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    swap("champion", 2);

    try (ModelLease lease = rollout.acquire(call("1", new String[0]))) {
      assertThat(lease.model().version()).isEqualTo("1");
      assertThat(lease.route()).isEqualTo("version");
    }
    assertThatThrownBy(() -> rollout.acquire(call("3", new String[0])))
        .hasMessage("The model 'tiny' has no version '3' here; there is 2, 1.");
  }

  @Test
  void aModelIsUnloadedAndLoadedAgain() {
    rollout.start(RoutePlan.of("tiny", "champion"));

    rollout.unload("tiny");

    assertThat(rollout.ready()).isFalse();
    assertThat(registry.eventsSoFar()).endsWith("let go 1");
    assertThatThrownBy(() -> rollout.acquire(call()))
        .hasMessage("The model 'tiny' is not loaded now.");
    assertThatThrownBy(() -> rollout.unload("huge"))
        .hasMessage("There is no model 'huge' here; there is tiny.");
    rollout.load("tiny");
    assertThat(answer(rollout)).isEqualTo("champion:1");
  }

  @Test
  void aCanaryThatHoldsIsPromotedAndCanStillBeRolledBack() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    rollout.canaries().begin("tiny", "challenger", policy(true));
    assertThat(share("challenger")).isBetween(0.05, 0.15);
    answerMany(2_000);

    registry.now = registry.now.plus(Duration.ofMinutes(10));
    rollout.canaries().judge();

    assertThat(share("challenger")).isEqualTo(1);
    assertThat(registry.eventsSoFar()).endsWith("canary BAKING", "canary PROMOTED");
    rollout.rollback("tiny", null);
    assertThat(share("champion")).isEqualTo(1);
    assertThat(registry.eventsSoFar()).contains("let go 2");
  }

  private static CanaryPolicy policy(boolean promote) {
    return new CanaryPolicy(
        10, Duration.ofMinutes(10), CanaryPolicy.WINDOW, 0.01, 1e6, 100, 100, promote);
  }

  @Test
  void aCanaryThatFailsGetsNoRequestsAnyMore() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    rollout.canaries().begin("tiny", "challenger", policy(true));
    answerMany(2_000);
    rollout.canaries().judge();
    assertThat(share("challenger")).isPositive();
    for (int i = 0; i < 20; i++) {
      try (ModelLease lease = rollout.acquire(call(Rollout.ROUTE_HEADER, "challenger"))) {
        rollout
            .meter()
            .failed(
                new Failure(
                    "r", Instant.now(), lease.model(), lease.route(), null, 500, "failed", 1_000));
      }
    }

    rollout.canaries().judge();

    assertThat(share("champion")).isEqualTo(1);
    assertThat(registry.eventsSoFar()).contains("canary ROLLED_BACK", "let go 2");
    assertThatThrownBy(() -> rollout.canaries().stop("tiny"))
        .hasMessage("No canary of 'tiny' runs.");
  }

  @Test
  void aCanaryBeginsAnewWhenItsVersionChanges() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    rollout.canaries().begin("tiny", "challenger", policy(true));
    answerMany(2_000);
    registry.now = registry.now.plus(Duration.ofMinutes(9));
    swap("challenger", 3);

    registry.now = registry.now.plus(Duration.ofMinutes(2));
    rollout.canaries().judge();

    CanaryRun run = requireNonNull(requireNonNull(rollout.state().models().get("tiny")).canary());
    assertThat(run.phase()).isEqualTo(CanaryRun.Phase.BAKING);
    assertThat(run.version()).isEqualTo("3");
  }

  @Test
  void whileACanaryRunsWeightsAndOtherCanariesAreRefused() {
    rollout.start(RoutePlan.of("tiny", "champion"));
    rollout.canaries().begin("tiny", "challenger", policy(true));

    assertThatThrownBy(() -> rollout.setWeights("tiny", Map.of("champion", 1.0)))
        .hasMessage("The canary 'challenger' of 'tiny' runs; stop it, or wait for its end.");
    assertThatThrownBy(() -> rollout.canaries().begin("tiny", "3", policy(true)))
        .hasMessage("The canary 'challenger' of 'tiny' runs; stop it, or wait for its end.");
    rollout.canaries().stop("tiny");
    assertThat(share("champion")).isEqualTo(1);
    assertThatThrownBy(() -> rollout.canaries().begin("tiny", "champion", policy(true)))
        .hasMessage(
            "A canary 'champion' of 'tiny' needs one other route that takes all requests; there is champion=100.");
  }

  /** The share of 2,000 requests without a key that a route gets. */
  private double share(String route) {
    int count = 0;
    for (int i = 0; i < 2_000; i++) {
      try (ModelLease lease = rollout.acquire(call())) {
        count += lease.route().equals(route) ? 1 : 0;
      }
    }
    return count / 2_000.0;
  }

  private void answerMany(int count) {
    for (int i = 0; i < count; i++) {
      try (ModelLease lease = rollout.acquire(call())) {
        rollout.meter().answered(answer(lease));
      }
    }
  }

  static Answer answer(ModelLease lease) {
    InputRows rows = TinyModel.rows("word" + ThreadLocalRandom.current().nextInt());
    return new Answer(
        "request",
        java.time.Instant.EPOCH,
        lease.model(),
        lease.route(),
        rows,
        lease.model().score(rows, System.nanoTime() + SOON),
        1_000);
  }

  /** What a request is answered: its route, and the version as the model itself tells it. */
  static String answer(Rollout rollout, String... headers) {
    try (ModelLease lease = rollout.acquire(call(headers))) {
      return lease.route() + ":" + (long) answer(lease).outputs().number(0, 0);
    }
  }
}
