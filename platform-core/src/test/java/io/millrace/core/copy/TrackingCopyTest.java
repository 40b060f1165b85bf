package io.millrace.core.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrialRecord;
import io.millrace.core.copy.CopyReport.Count;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryTracking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackingCopyTest {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.123456789Z");
  private static final Count NONE = new Count(0, 0, 0);

  private final List<String> heard = new ArrayList<>();

  @TempDir private Path directory;
  private Tracking from;
  private Tracking to;

  @BeforeEach
  void open() {
    from = memory("from");
    to = memory("to");
  }

  private Tracking memory(String name) {
    return MemoryTracking.on(new MemoryDatabase(), MemoryArtifactStore.in(directory.resolve(name)));
  }

  private CopyReport copy(boolean dryRun) {
    return new TrackingCopy(
            from, to, dryRun, (what, count, all) -> heard.add(count + "/" + all + " " + what))
        .execute();
  }

  private void run(String id) throws IOException {
    from.runs()
        .start(
            new RunStart(
                id,
                "churn \"<b>ü",
                TIME,
                Map.of("rows", "10"),
                Map.of("user", "ada"),
                Map.of("pipeline", "seed: 1\n")));
    from.runs()
        .stage(
            id,
            new StageRecord(
                0,
                "raw",
                "ingest/csv",
                StageRecord.Status.RAN,
                "f",
                "v1",
                1.5,
                StageFigures.NONE,
                Map.of("files", "2"),
                ""));
    Map<String, Double> first = new LinkedHashMap<>();
    first.put("model.loss", 0.9);
    first.put("model.auc", Double.NaN);
    from.runs().metrics(id, first, 1);
    from.runs().metrics(id, Map.of("model.loss", 0.4), 2);
    from.runs().metrics(id, Map.of("quality.auc", Double.POSITIVE_INFINITY), 0);
    from.runs()
        .trials(
            id,
            List.of(new TrialRecord("model", 1, Map.of("model.c", "0.1"), 1, Map.of("auc", 0.7))));
    Path report = Files.writeString(directory.resolve("report.html"), "<p>" + id);
    from.runs().artifact(id, "report.html", report);
    from.runs()
        .links(
            id,
            List.of(
                RunLink.writes(Asset.model("churn", 1)), RunLink.reads(Asset.features("f", 2))));
    from.runs().finish(id, RunStatus.REFUSED, TIME.plusSeconds(60), "auc is too low");
  }

  private void register(Tracking target, String run) throws IOException {
    Path made = Files.createDirectories(directory.resolve("package of " + run));
    Files.writeString(made.resolve("model.json"), run);
    target
        .models()
        .register(
            "churn",
            made,
            "hash of " + run,
            Map.of("quality.auc", 0.8),
            Map.of("note", "naïve"),
            new EffectKey(run, "publish", run),
            TIME);
  }

  private void move(Tracking target, int version, String who) {
    target.models().moveAlias(AliasChange.move("churn", "champion", version, who, "why", TIME));
  }

  @Test
  void allThatARunHoldsIsCopiedAndReadBack() throws IOException {
    run("r1");

    CopyReport report = copy(false);

    assertThat(report).isEqualTo(new CopyReport(new Count(1, 0, 1), NONE, NONE, List.of()));
    assertThat(to.runs().run("r1")).isEqualTo(from.runs().run("r1")).isPresent();
    assertThat(to.runs().run("r1").orElseThrow().metrics().keySet())
        .containsExactly("model.loss", "model.auc", "quality.auc");
    assertThat(to.runs().history("r1", "model.loss"))
        .hasSize(2)
        .isEqualTo(from.runs().history("r1", "model.loss"));
    assertThat(to.runs().trials("r1")).isEqualTo(from.runs().trials("r1")).hasSize(1);
    assertThat(to.runs().open("r1", "report.html")).hasContent("<p>r1");
    assertThat(to.runs().links("r1")).isEqualTo(from.runs().links("r1")).hasSize(2);
  }

  @Test
  void runsOfAllKindsAreCopiedAndLinksThatCameLaterToo() {
    Set<RunKind> kinds = EnumSet.allOf(RunKind.class);
    kinds.forEach(
        kind ->
            from.runs()
                .start(
                    new RunStart(
                        "r-" + kind.text(), kind, "churn", TIME, Map.of(), Map.of(), Map.of())));
    from.runs().finish("r-score", RunStatus.DONE, TIME, "");
    assertThat(copy(false).problems()).isEmpty();
    from.runs().links("r-score", List.of(RunLink.reads(Asset.model("churn", 1))));

    CopyReport report = copy(false);

    assertThat(report.runs()).isEqualTo(new Count(kinds.size(), kinds.size() - 1, 1));
    assertThat(to.runs().runs(RunQuery.newest(9).of(Set.of())))
        .isEqualTo(from.runs().runs(RunQuery.newest(9).of(Set.of())))
        .hasSize(kinds.size());
    assertThat(to.runs().links("r-score")).hasSize(1);
  }

  @Test
  void versionsKeepTheirNumbersAndAliasesTheirHistory() throws IOException {
    register(from, "r1");
    register(from, "r2");
    move(from, 1, "ada");
    move(from, 2, "bob");
    from.models().moveAlias(AliasChange.removal("churn", "champion", "ada", "", TIME));
    move(from, 1, "ada");

    CopyReport report = copy(false);

    assertThat(report)
        .isEqualTo(new CopyReport(NONE, new Count(2, 0, 2), new Count(4, 0, 4), List.of()));
    assertThat(to.models().moves("churn")).isEqualTo(from.models().moves("churn"));
    assertThat(to.models().aliases("churn")).isEqualTo(Map.of("champion", 1));
    assertThat(
            to.models().open(to.models().version("churn", 2).orElseThrow()).resolve("model.json"))
        .hasContent("r2");
    assertThat(heard).containsExactly("1/2 versions of churn", "2/2 versions of churn");
  }

  @Test
  void aSecondCopyCopiesNothingAndAFurtherOneWhatCameSince() throws IOException {
    run("r1");
    register(from, "r1");
    move(from, 1, "ada");
    copy(false);

    assertThat(copy(false))
        .isEqualTo(
            new CopyReport(new Count(1, 1, 0), new Count(1, 1, 0), new Count(1, 1, 0), List.of()));
    run("r2");
    register(from, "r2");
    move(from, 2, "ada");
    assertThat(copy(false))
        .isEqualTo(
            new CopyReport(new Count(2, 1, 1), new Count(2, 1, 1), new Count(2, 1, 1), List.of()));
  }

  @Test
  void aRunThatWasCopiedInPartIsCompleted() throws IOException {
    run("r1");
    to.runs().start(from.runs().run("r1").orElseThrow().start());

    assertThat(copy(false).runs()).isEqualTo(new Count(1, 0, 1));
    assertThat(to.runs().run("r1")).isEqualTo(from.runs().run("r1"));
  }

  @Test
  void aDryRunTellsAndWritesNothing() throws IOException {
    run("r1");
    register(from, "r1");
    move(from, 1, "ada");

    assertThat(copy(true))
        .isEqualTo(
            new CopyReport(new Count(1, 0, 1), new Count(1, 0, 1), new Count(1, 0, 1), List.of()));
    assertThat(to.runs().count(RunQuery.newest(9))).isZero();
    assertThat(to.models().models()).isEmpty();
  }

  @Test
  void whatTheTargetHasOtherwiseIsLeftAndTold() throws IOException {
    register(from, "r1");
    register(from, "r2");
    move(from, 2, "ada");
    register(to, "r1");
    register(to, "other");
    move(to, 1, "bob");

    CopyReport report = copy(false);

    assertThat(report.versions()).isEqualTo(new Count(2, 1, 0));
    assertThat(report.moves()).isEqualTo(new Count(1, 0, 0));
    assertThat(report.problems())
        .containsExactly(
            "versions of churn from 2 on are not copied: the target has another package as that"
                + " version",
            "the aliases of churn are left as they are in the target, where they moved otherwise");
    assertThat(to.models().aliases("churn")).isEqualTo(Map.of("champion", 1));
  }

  @Test
  void aRunThatTheTargetHoldsOtherwiseIsTold() throws IOException {
    run("r1");
    run("r2");
    RunStart start = from.runs().run("r1").orElseThrow().start();
    to.runs()
        .start(
            new RunStart(
                "r1", "price", start.time(), Map.of("rows", "11"), start.tags(), Map.of()));

    assertThat(copy(false).problems())
        .containsExactly("run r1 has another pipeline, other parameters in the target");
    assertThat(to.runs().run("r2")).isPresent();
  }
}
