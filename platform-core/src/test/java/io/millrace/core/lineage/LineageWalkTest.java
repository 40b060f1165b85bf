package io.millrace.core.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.lineage.LineageGraph.Edge;
import io.millrace.core.lineage.LineageGraph.Node;
import io.millrace.core.lineage.LineageGraph.Relation;
import io.millrace.core.lineage.LineageWalk.Limits;
import io.millrace.core.lineage.LineageWalk.Way;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryTracking;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageWalkTest {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");
  private static final Asset CUSTOMERS = Asset.data("file:/lake/customers", "3");
  private static final Asset TELCO = Asset.features("telco", 2);
  private static final Asset CHURN = Asset.model("churn", 1);
  private static final Asset SCORES = Asset.data("file:/lake/scores", "0");

  @TempDir private Path directory;
  private Tracking tracking;
  private int minutes;

  @BeforeEach
  void open() {
    tracking = MemoryTracking.on(new MemoryDatabase(), MemoryArtifactStore.in(directory));
  }

  private void run(String id, RunKind kind, RunLink... links) {
    Instant time = TIME.plusSeconds(60L * minutes++);
    tracking
        .runs()
        .start(new RunStart(id, kind, "churn", time, Map.of(), Map.of("user", "ada"), Map.of()));
    tracking.runs().links(id, List.of(links));
    tracking.runs().finish(id, RunStatus.DONE, time.plusSeconds(5), "");
  }

  /** From data over a feature table, a model and its scores to a report on them. */
  private void chain() {
    run("publish", RunKind.PIPELINE, RunLink.reads(CUSTOMERS), RunLink.writes(TELCO));
    run("train", RunKind.PIPELINE, RunLink.reads(TELCO), RunLink.writes(CHURN));
    run("score", RunKind.SCORE, RunLink.reads(CHURN), RunLink.writes(SCORES));
    run("report", RunKind.PIPELINE, RunLink.reads(SCORES));
    run("other", RunKind.PIPELINE, RunLink.reads(Asset.data("file:/lake/other", "")));
  }

  private LineageGraph walk(String what, Way way) {
    return walk(what, way, Limits.USUAL);
  }

  private LineageGraph walk(String what, Way way, Limits limits) {
    return new LineageWalk(tracking, Clock.systemUTC())
        .walk(LineageStart.of(what, tracking), way, limits);
  }

  private static List<String> ids(LineageGraph graph) {
    return graph.nodes().stream().map(Node::id).toList();
  }

  @Test
  void upFromScoresToTheDataThatTheyWereMadeOf() {
    chain();
    LineageGraph graph = walk("data:/lake/scores#0", Way.UP);
    assertThat(ids(graph))
        .containsExactly(
            "data:file:/lake/scores#0",
            "run:score",
            "model:churn:1",
            "run:train",
            "features:telco:2",
            "run:publish",
            "data:file:/lake/customers#3");
    assertThat(graph.edges())
        .contains(
            new Edge("run:score", "data:file:/lake/scores#0", Relation.WROTE),
            new Edge("model:churn:1", "run:score", Relation.READ));
    assertThat(graph.complete()).isTrue();
  }

  @Test
  void downFromDataToWhateverWasMadeOfIt() {
    chain();
    assertThat(ids(walk("data:/lake/customers", Way.DOWN)))
        .containsExactly(
            "data:file:/lake/customers#3",
            "run:publish",
            "features:telco:2",
            "run:train",
            "model:churn:1",
            "run:score",
            "data:file:/lake/scores#0",
            "run:report");
  }

  @Test
  void bothWaysFromTheMiddle() {
    chain();
    LineageGraph graph = walk("train", Way.BOTH);
    assertThat(graph.start()).containsExactly("run:train");
    assertThat(ids(graph)).hasSize(8).doesNotContain("run:other");
  }

  @Test
  void aDepthCountsRuns() {
    chain();
    LineageGraph graph = walk("features:telco:2", Way.DOWN, new Limits(1, 500));
    assertThat(ids(graph)).containsExactly("features:telco:2", "run:train", "model:churn:1");
    assertThat(graph.complete()).isFalse();
  }

  @Test
  void aLimitOfNodesEndsTheWalk() {
    chain();
    LineageGraph graph = walk("data:/lake/scores", Way.UP, new Limits(20, 3));
    assertThat(ids(graph))
        .containsExactly("data:file:/lake/scores#0", "run:score", "model:churn:1");
    assertThat(graph.complete()).isFalse();
  }

  @Test
  void aTableThatOthersWroteToMeanwhileLeadsToTheLastRecordedVersion() {
    run("first", RunKind.SCORE, RunLink.writes(Asset.data("file:/lake/scores", "1")));
    run("second", RunKind.SCORE, RunLink.writes(Asset.data("file:/lake/scores", "4")));
    run("late", RunKind.SCORE, RunLink.writes(Asset.data("file:/lake/scores", "9")));
    run("reader", RunKind.PIPELINE, RunLink.reads(Asset.data("file:/lake/scores", "6")));
    LineageGraph up = walk("reader", Way.UP);
    assertThat(ids(up))
        .containsExactly(
            "run:reader", "data:file:/lake/scores#6", "run:second", "data:file:/lake/scores#4");
    assertThat(up.edges())
        .contains(
            new Edge("data:file:/lake/scores#4", "data:file:/lake/scores#6", Relation.LAY_THERE));
    assertThat(ids(walk("second", Way.DOWN))).contains("run:reader");
    assertThat(ids(walk("first", Way.DOWN))).doesNotContain("run:reader");
  }

  @Test
  void whatWasWrittenWithoutAVersionIsWhatWasRead() {
    run("writer", RunKind.SCORE, RunLink.writes(Asset.data("file:/out.csv", "")));
    run("reader", RunKind.PIPELINE, RunLink.reads(Asset.data("file:/out.csv", "a1b2")));
    assertThat(ids(walk("reader", Way.UP))).contains("run:writer");
    assertThat(ids(walk("writer", Way.DOWN))).contains("run:reader");
  }

  @Test
  void aRunThatReadsWhatItWroteIsMetOnce() {
    Asset table = Asset.data("file:/lake/state", "1");
    run("loop", RunKind.PIPELINE, RunLink.reads(table), RunLink.writes(table));
    LineageGraph graph = walk("loop", Way.BOTH);
    assertThat(ids(graph)).containsExactly("run:loop", "data:file:/lake/state#1");
    assertThat(graph.complete()).isTrue();
  }

  @Test
  void lastIsTheNewestRunOfAPipeline() {
    chain();
    run("scored", RunKind.SCORE, RunLink.reads(CHURN));
    assertThat(walk("last", Way.UP).start()).containsExactly("run:other");
  }

  @Test
  void whatIsUnknownIsToldWithNearNames() {
    chain();
    assertThatThrownBy(() -> walk("features:telko", Way.UP))
        .isInstanceOf(MillraceException.class)
        .hasMessage("no recorded run read or wrote features:telko; did you mean 'telco'?");
    assertThatThrownBy(() -> walk("features:telco:7", Way.UP))
        .hasMessage("no recorded run read or wrote features:telco:7; there are versions 2");
    assertThatThrownBy(() -> walk("trian", Way.UP))
        .hasMessageStartingWith("there is no run and no model 'trian'; did you mean 'train'?");
    assertThatThrownBy(() -> walk("/lake/scores", Way.UP))
        .hasMessageStartingWith("'/lake/scores' names nothing that has a lineage; write ");
  }
}
