package io.millrace.serving.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.model.ModelPackage;
import io.millrace.serving.fixture.TinyModel;
import io.millrace.serving.score.PluginOperators;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryTrackingProvider;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistrySourceTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path temporary;
  private final MemoryTrackingProvider provider = new MemoryTrackingProvider();
  private RegistrySource source;

  @BeforeEach
  void register() {
    MemoryArtifactStore artifacts = MemoryArtifactStore.in(temporary.resolve("artifacts"));
    source = RegistrySource.at("memory:team", home(artifacts), List.of(provider));
    try (Tracking tracking = provider.open(URI.create("memory:team"), home(artifacts))) {
      ModelRegistry models = tracking.models();
      for (int version = 1; version <= 2; version++) {
        ModelPackage written = TinyModel.write(temporary.resolve("p" + version), version);
        models.register(
            "tiny",
            written.directory(),
            written.packageHash(),
            Map.of(),
            Map.of(),
            new EffectKey("run", "stage", "print" + version),
            NOW);
      }
    }
    move("champion", 1);
  }

  private void move(String alias, int version) {
    MemoryArtifactStore artifacts = MemoryArtifactStore.in(temporary.resolve("artifacts"));
    try (Tracking tracking = provider.open(URI.create("memory:team"), home(artifacts))) {
      tracking.models().moveAlias(AliasChange.move("tiny", alias, version, "ada", "", NOW));
    }
  }

  private TrackingHome home(MemoryArtifactStore artifacts) {
    return TrackingHome.of(temporary, artifacts);
  }

  @Test
  void aRegisteredModelIsServedAndItsAliasFollowed() {
    Rollout rollout =
        new Rollout(
            source,
            new VersionLoader(PluginOperators.none(), 1),
            new FakeRegistry(temporary).listener(),
            InstantSource.system());
    rollout.start(RoutePlan.of("tiny", "champion"));
    assertThat(RolloutTest.answer(rollout)).isEqualTo("champion:1");

    move("champion", 2);
    rollout.check("tiny", false);

    assertThat(RolloutTest.answer(rollout)).isEqualTo("champion:2");
  }

  @Test
  void targetsAreAliasesOrNumbers() {
    assertThat(
            source
                .versions("tiny", List.of("champion", "2", "3", "gone", "99999999999"))
                .entrySet()
                .stream()
                .map(e -> e.getKey() + "=" + e.getValue().number()))
        .containsExactlyInAnyOrder("champion=1", "2=2");
    assertThat(source.versions("huge", List.of("champion"))).isEmpty();
    assertThatThrownBy(() -> source.open(new VersionSource.Version("tiny", 3, "hash")))
        .isInstanceOf(MillraceException.class)
        .hasMessage("The registry has no version '3' of a model 'tiny'.");
  }

  @Test
  void anAddressThatNobodyServesIsRefusedWithoutItsSecrets() {
    MemoryArtifactStore artifacts = MemoryArtifactStore.in(temporary);
    assertThatThrownBy(
            () -> RegistrySource.at("mysql://ada:secret@db/x", home(artifacts), List.of(provider)))
        .hasMessage(
            "No tracking is known for addresses that begin with 'mysql:'; write --tracking sqlite:/PATH, jdbc:postgresql://HOST/DATABASE or mlflow:http://HOST:PORT.");
    assertThatThrownBy(() -> RegistrySource.at("a b", home(artifacts), List.of(provider)))
        .hasMessage(
            "The tracking address is no URI; write --tracking sqlite:/PATH, jdbc:postgresql://HOST/DATABASE or mlflow:http://HOST:PORT.");
  }

  @Test
  void packagesLieBelowTheHomeAndNamesLeadNowhereElse() throws Exception {
    Path there = Files.createDirectories(temporary.resolve("home/models/tiny/1.artifact"));
    ArtifactDirectory home = new ArtifactDirectory(temporary.resolve("home"));

    assertThat(home.open("models/tiny/1")).isEqualTo(there);
    assertThatThrownBy(() -> home.open("models/tiny/2"))
        .hasMessage(
            "There is no artifact 'models/tiny/2' at %s.".formatted(temporary.resolve("home")));
    for (String name : List.of("../etc", "models/../../x", "/etc", "", "a//b", "a/.b")) {
      assertThatThrownBy(() -> home.open(name))
          .hasMessage("'%s' can't name an artifact.".formatted(name));
    }
    assertThatThrownBy(() -> home.delete("models/tiny/1"))
        .hasMessage("A server only reads packages.");
  }

  @Test
  void afterFailuresTheRegistryIsAskedLessOften() {
    PollPace pace = PollPace.standard();
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      assertThat(pace.next(0, random))
          .isBetween(Duration.ofMillis(4_500), Duration.ofMillis(5_500));
      assertThat(pace.next(2, random)).isBetween(Duration.ofSeconds(18), Duration.ofSeconds(22));
      assertThat(pace.next(100, random))
          .isBetween(Duration.ofSeconds(108), Duration.ofSeconds(132));
    }
  }

  @Test
  void plansAreReadFromTheCommandLine() {
    RoutePlan plan =
        RoutePlans.parse(
                List.of(),
                List.of("tiny:champion=90,challenger=10"),
                List.of("tiny:column:customer"),
                List.of("tiny:7"),
                List.of())
            .get(0);
    assertThat(plan)
        .isEqualTo(
            new RoutePlan(
                "tiny",
                Map.of("champion", 90.0, "challenger", 10.0),
                new StickyKey(null, "customer"),
                "7",
                null));
    RoutePlan canary =
        RoutePlans.parse(
                List.of("tiny@champion"),
                List.of(),
                List.of(),
                List.of(),
                List.of(
                    "tiny:next,weight=2.5,bake=90,window=30,errors=0.1,p99=2,shift=0.3,requests=7,promote=true"))
            .get(0);
    assertThat(canary.canaryOrNull())
        .isEqualTo(
            new RoutePlan.Canary(
                "next",
                new CanaryPolicy(
                    2.5, Duration.ofSeconds(90), Duration.ofSeconds(30), 0.1, 2, 0.3, 7, true)));
  }

  @Test
  void wordsThatCantBeReadAreRefused() {
    badModel("tiny", "'tiny' can't be read; write --model NAME@alias or NAME:VERSION.");
    badModel("tiny:new", "'tiny:new' names no version; write --model NAME@alias or NAME:VERSION.");
    bad(
        List.of("tiny:champion"),
        List.of(),
        "'tiny:champion' names no weights; write --route NAME:TARGET=WEIGHT,….");
    bad(List.of("tiny:champion=x"), List.of(), "'x' is no number in 'tiny:champion=x'.");
    bad(List.of("tiny:a=0"), List.of(), "one weight at least is more than 0");
    bad(
        List.of("tiny:a=1", "tiny:b=1"),
        List.of(),
        "'tiny:b=1' tells the routes of 'tiny' again; give each model once.");
    bad(List.of(), List.of("tiny:next"), "'tiny' has no route; give it one by --model or --route.");
    bad(
        List.of("tiny:a=1"),
        List.of("tiny:next,speed=3"),
        "'speed' is no limit of a canary; write --canary NAME:TARGET[,weight=5,bake=600,window=300,errors=0.01,p99=1.5,shift=0.2,requests=100,promote=false].");
    bad(
        List.of("tiny:a=1"),
        List.of("tiny:next,promote=yes"),
        "'yes' is neither true nor false in 'tiny:next,promote=yes'.");
  }

  private static void badModel(String model, String message) {
    assertThatThrownBy(
            () -> RoutePlans.parse(List.of(model), List.of(), List.of(), List.of(), List.of()))
        .isInstanceOf(MillraceException.class)
        .hasMessage(message);
  }

  private static void bad(List<String> routes, List<String> canaries, String message) {
    assertThatThrownBy(() -> RoutePlans.parse(List.of(), routes, List.of(), List.of(), canaries))
        .isInstanceOf(MillraceException.class)
        .hasMessage(message);
  }
}
