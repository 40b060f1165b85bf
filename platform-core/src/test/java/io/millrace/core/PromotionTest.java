package io.millrace.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunStatus;
import io.millrace.core.file.FileRequest;
import io.millrace.core.promote.GateDocument;
import io.millrace.core.promote.GateOutcome;
import io.millrace.core.promote.MoveReason;
import io.millrace.core.promote.Promotions;
import io.millrace.core.promote.Promotions.Done;
import io.millrace.core.promote.Promotions.Terms;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.testkit.memory.Table;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How aliases move: by runs whose gates compared with them, and by hand. */
final class PromotionTest {
  private static final String EVALUATOR = "    from: model\n";
  private static final String GATES = "    gates: [\"rmse <= champion + 1000\"]\n";

  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  private static String pipeline(int smoothing) {
    return Houses.with(EVALUATOR, EVALUATOR + GATES)
        .replace("by: town }", "by: town, smoothing: " + smoothing + " }");
  }

  private void register(int versions) {
    for (int i = 0; i < versions; i++) {
      assertThat(memory.run(pipeline(i)).status()).isEqualTo(RunStatus.DONE);
    }
  }

  private ModelRegistry models() {
    return memory.tracking().models();
  }

  private Promotions promotions() {
    return new Promotions(memory.tracking(), "ada", Clock.systemUTC());
  }

  private static MoveReason why(String text) {
    return new MoveReason(text);
  }

  private ModelVersion version(int number) {
    return models().version("houses", number).orElseThrow();
  }

  private static RunListener moving(Runnable action) {
    return new RunListener() {
      @Override
      public void gateJudged(GateOutcome outcome) {
        action.run();
      }
    };
  }

  private RunReport run(String yaml, RunListener listener) {
    try (Platform<Table> platform = memory.open()) {
      return platform.run(RunCall.of(FileRequest.of(yaml, "pipeline.yaml"))).execute(listener);
    }
  }

  @Test
  void aRunDoesNotOverwriteAChampionThatItsGatesDidNotSee() {
    register(2);
    Runnable someone =
        () ->
            models()
                .moveAlias(
                    AliasChange.move("houses", "champion", 1, "eve", "better", Instant.now()));

    RunReport report = run(pipeline(7), moving(someone));

    assertThat(report.status()).isEqualTo(RunStatus.FAILED);
    assertThat(report.failure().orElseThrow().code()).isEqualTo("ALIAS_MOVED");
    assertThat(report.failure().orElseThrow().message())
        .isEqualTo(
            "the gates compared with version 2 as champion of houses, and someone moved that alias"
                + " meanwhile: version 3 is registered without it; 'millrace run --resume "
                + report.run()
                + "' judges it against the one that has the alias now");
    assertThat(models().aliases("houses")).containsExactly(entry("champion", 1));
    assertThat(GateDocument.read(gates(report))).singleElement().isEqualTo(report.gates().get(0));
  }

  @Test
  void aResumedRunJudgesAgainstTheChampionThatThereIsNow() {
    register(2);
    Runnable someone =
        () ->
            models()
                .moveAlias(
                    AliasChange.move("houses", "champion", 1, "eve", "better", Instant.now()));
    RunReport failed = run(pipeline(7), moving(someone));

    RunReport resumed = memory.resume(failed.run());

    assertThat(resumed.status()).isEqualTo(RunStatus.DONE);
    assertThat(resumed.gates().get(0).reference().orElseThrow().version()).isEqualTo(1);
    assertThat(models().aliases("houses")).containsExactly(entry("champion", 3));
    assertThat(models().versions("houses")).hasSize(3);
    assertThat(models().moves("houses"))
        .extracting(AliasMove::from, AliasMove::to, AliasMove::why)
        .startsWith(tuple(1, 3, "run " + failed.run()), tuple(2, 1, "better"));
  }

  @Test
  void ofTwoFirstRunsAtOnceOneMakesTheChampion() {
    RunReport[] other = new RunReport[1];

    RunReport report = run(pipeline(7), moving(() -> other[0] = memory.run(pipeline(8))));

    assertThat(other[0].status()).isEqualTo(RunStatus.DONE);
    assertThat(report.failure().orElseThrow().message())
        .startsWith("the gates compared with no version as champion of houses, and someone moved");
    assertThat(models().aliases("houses")).containsExactly(entry("champion", 1));
  }

  @Test
  void withoutAGateOnItAnAliasMovesWhateverItNames() {
    register(2);
    String free = pipeline(7).replace("rmse <= champion + 1000", "rmse <= 1000");
    Runnable someone =
        () ->
            models().moveAlias(AliasChange.move("houses", "champion", 1, "eve", "", Instant.now()));

    assertThat(run(free, moving(someone)).status()).isEqualTo(RunStatus.DONE);
    assertThat(models().aliases("houses")).containsExactly(entry("champion", 3));
  }

  @Test
  void gatesAreKeptWithEveryRun() {
    register(1);
    String strict = pipeline(0).replace("rmse <= champion + 1000", "rmse < 1");

    RunReport refused = memory.run(strict);
    RunReport again = memory.run(strict);

    for (RunReport each : List.of(refused, again)) {
      assertThat(each.status()).isEqualTo(RunStatus.REFUSED);
      assertThat(GateDocument.read(gates(each))).isEqualTo(each.gates()).hasSize(1);
    }
    assertThat(again.engineStarted()).isFalse();
  }

  private String gates(RunReport report) {
    return requireNonNull(
        memory
            .tracking()
            .runs()
            .run(report.run())
            .orElseThrow()
            .start()
            .documents()
            .get(GateDocument.NAME));
  }

  @Test
  void aPromotionByHandIsNotedWithItsReason() {
    register(2);

    Done done = promotions().promote(version(1), "champion", why("agreed on Monday"), Terms.PLAIN);

    assertThat(done.changed()).isTrue();
    assertThat(models().moves("houses").get(0))
        .extracting(
            AliasMove::alias, AliasMove::from, AliasMove::to, AliasMove::who, AliasMove::why)
        .containsExactly("champion", 2, 1, "ada", "agreed on Monday");
    assertThat(promotions().promote(version(1), "champion", why("again"), Terms.PLAIN).changed())
        .isFalse();
    assertThat(models().moves("houses")).hasSize(3);
  }

  @Test
  void anExpectationThatFailsMovesNothing() {
    register(2);
    Terms expectingOne = new Terms(OptionalInt.of(1), false, false);

    assertThatThrownBy(
            () -> promotions().promote(version(1), "champion", why("tried"), expectingOne))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "champion of houses names version 2, not version 1 as was expected: someone moved it");
    assertThat(models().aliases("houses")).containsExactly(entry("champion", 2));
    assertThat(models().moves("houses")).hasSize(2);
  }

  @Test
  void aDryRunTellsTheSameAndMovesNothing() {
    register(2);
    Terms dry = new Terms(OptionalInt.empty(), false, true);

    assertThat(promotions().promote(version(1), "champion", why("tried"), dry).move())
        .extracting(AliasMove::from, AliasMove::to)
        .containsExactly(2, 1);
    assertThat(
            promotions()
                .rollback("houses", "champion", OptionalInt.empty(), why("tried"), dry)
                .move())
        .extracting(AliasMove::from, AliasMove::to)
        .containsExactly(2, 1);
    assertThat(promotions().remove("houses", "champion", why("tried"), dry).move().to()).isZero();
    assertThatThrownBy(
            () ->
                promotions()
                    .promote(
                        version(1),
                        "champion",
                        why("tried"),
                        new Terms(OptionalInt.of(0), false, true)))
        .hasMessageContaining("not no version as was expected");
    assertThat(models().moves("houses")).hasSize(2);
  }

  private int rollBack() {
    return promotions()
        .rollback("houses", "champion", OptionalInt.empty(), why("slow"), Terms.PLAIN)
        .move()
        .to();
  }

  @Test
  void rollingBackAgainGoesOneFurtherBack() {
    register(4);

    assertThat(rollBack()).isEqualTo(3);
    assertThat(rollBack()).isEqualTo(2);
    promotions().promote(version(4), "champion", why("mended"), Terms.PLAIN);
    assertThat(rollBack()).isEqualTo(2);
    assertThat(rollBack()).isEqualTo(1);
    assertThatThrownBy(this::rollBack)
        .hasMessage(
            "champion of houses can't go further back than version 1; --to-version N takes any"
                + " version");
  }

  @Test
  void anAliasThatWasRemovedIsRolledBackToItsLastVersion() {
    register(2);
    promotions().remove("houses", "champion", why("closed"), Terms.PLAIN);
    assertThat(models().aliases("houses")).isEmpty();

    assertThat(rollBack()).isEqualTo(2);
    assertThatThrownBy(
            () ->
                promotions()
                    .rollback(
                        "houses", "challenger", OptionalInt.empty(), why("tried"), Terms.PLAIN))
        .hasMessage("houses never had the alias 'challenger'");
  }

  @Test
  void aRollbackToAVersionGoesThere() {
    register(3);

    Done done =
        promotions().rollback("houses", "champion", OptionalInt.of(1), why("slow"), Terms.PLAIN);

    assertThat(done.move()).extracting(AliasMove::from, AliasMove::to).containsExactly(3, 1);
    assertThatThrownBy(
            () ->
                promotions()
                    .rollback("houses", "champion", OptionalInt.of(9), why("slow"), Terms.PLAIN))
        .isInstanceOf(MillraceException.class);
  }

  @Test
  void aVersionOfARefusedRunNeedsForce() {
    register(1);
    String run = version(1).run();
    memory.tracking().runs().finish(run, RunStatus.REFUSED, Instant.now(), "rmse is too high");
    models().moveAlias(AliasChange.removal("houses", "champion", "eve", "", Instant.now()));
    String refusal =
        "houses version 1 comes from run " + run + ", which was refused: rmse is too high";

    assertThatThrownBy(
            () -> promotions().promote(version(1), "champion", why("tried"), Terms.PLAIN))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(StandardError.GATE_REFUSED))
        .hasMessage(refusal + "; to promote it all the same, add --force");
    assertThat(models().aliases("houses")).isEmpty();

    Done forced =
        promotions()
            .promote(
                version(1),
                "champion",
                why("we know"),
                new Terms(OptionalInt.empty(), true, false));

    assertThat(forced.warnings()).containsExactly(refusal);
    assertThat(models().moves("houses").get(0).why())
        .isEqualTo("we know (forced: run " + run + " was refused)");
  }

  @Test
  void namesThatRegistriesTakeAreNoAliases() {
    register(1);

    assertThatThrownBy(() -> promotions().promote(version(1), "v1", why("tried"), Terms.PLAIN))
        .hasMessage(
            "'v1' can't be an alias: registries mean the version 1 by it; take another name, as"
                + " champion");
    assertThat(problems(pipeline(0).replace("alias: champion", "alias: latest")))
        .singleElement()
        .asString()
        .matches(
            "pipeline.yaml:\\d+:\\d+: \\[INVALID_OPTION\\] .*'latest' can't be an alias: registries"
                + " mean the newest version by it; take another name, as champion"
                + " \\(stage 'publish'\\)");
    assertThat(problems(pipeline(0).replace("<= champion + 1000", "<= v2 + 1000")))
        .singleElement()
        .asString()
        .matches(
            "pipeline.yaml:\\d+:\\d+: \\[INVALID_OPTION\\] 'v2' can't be an alias: registries mean"
                + " the version 2 by it; take another name, as champion");
  }

  private List<String> problems(String yaml) {
    try (Platform<Table> platform = memory.open()) {
      return platform.validate(FileRequest.of(yaml, "pipeline.yaml")).stream()
          .map(problem -> problem.text())
          .toList();
    }
  }
}
