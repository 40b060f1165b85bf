package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.LinkQuery;
import io.millrace.api.tracking.LinkedRun;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunLink.Direction;
import io.millrace.api.tracking.RunOrder;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link RunTracker} knows of the kinds of runs, and of what they read and wrote. */
public abstract class RunLinksContract {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00.123456789Z");
  private static final Set<RunKind> ALL = Set.of();

  private final TrackingHandles handles = new TrackingHandles(this::open);
  private RunTracker tracker;

  /** For subclasses. */
  protected RunLinksContract() {}

  /** A new handle on the store of this test, which is empty at its first handle. */
  protected abstract Tracking open();

  @BeforeEach
  void openTracker() {
    tracker = handles.open().runs();
  }

  @AfterEach
  void closeHandles() {
    handles.close();
  }

  private void start(String run, RunKind kind, String about, int second) {
    tracker.start(
        new RunStart(
            run,
            kind,
            about,
            START.plusSeconds(second),
            Map.of("rows", "10"),
            Map.of("user", "ada"),
            Map.of()));
  }

  private void start(String run, int second) {
    start(run, RunKind.PIPELINE, "churn", second);
  }

  /** Runs of all kinds, each a second later than the one before. */
  private void oneOfEachKind() {
    start("p1", RunKind.PIPELINE, "churn", 0);
    start("s1", RunKind.SCORE, "churn", 1);
    start("t1", RunKind.STREAM, "churn", 2);
    start("v1", RunKind.SERVE, "adult", 3);
    start("c1", RunKind.COLLECT, "requests", 4);
    start("p2", RunKind.PIPELINE, "adult", 5);
    start("s2", RunKind.SCORE, "adult", 6);
  }

  private List<String> listed(RunQuery query) {
    List<String> runs = tracker.runs(query).stream().map(run -> run.start().run()).toList();
    assertThat(tracker.count(query.from(0))).isGreaterThanOrEqualTo(runs.size());
    return runs;
  }

  private List<String> linked(Direction direction, Asset.Kind kind, String name, String... of) {
    return tracker.linkedRuns(new LinkQuery(direction, kind, name, Set.of(of), 99)).stream()
        .map(linked -> linked.run() + " " + linked.link().asset().version())
        .toList();
  }

  @Test
  void aRunKeepsItsKind() {
    oneOfEachKind();
    start("s1", RunKind.PIPELINE, "other", 9);

    RunTracker other = handles.open().runs();

    assertThat(other.run("p1").orElseThrow().start().kind()).isEqualTo(RunKind.PIPELINE);
    RunStart scored = other.run("s1").orElseThrow().start();
    assertThat(scored.kind()).isEqualTo(RunKind.SCORE);
    assertThat(scored.pipeline()).isEqualTo("churn");
    assertThat(other.run("c1").orElseThrow().start().kind()).isEqualTo(RunKind.COLLECT);
  }

  @Test
  void runsOfPipelinesAreListedUnlessOtherKindsAreAskedFor() {
    oneOfEachKind();
    RunQuery newest = RunQuery.newest(9);

    assertThat(listed(newest)).containsExactly("p2", "p1");
    assertThat(listed(newest.of(ALL))).containsExactly("s2", "p2", "c1", "v1", "t1", "s1", "p1");
    assertThat(listed(newest.of(Set.of(RunKind.values())))).hasSize(7);
    assertThat(listed(newest.of(Set.of(RunKind.SCORE)))).containsExactly("s2", "s1");
    assertThat(listed(newest.of(Set.of(RunKind.SERVE, RunKind.COLLECT))))
        .containsExactly("c1", "v1");
    assertThat(listed(newest.of(Set.of(RunKind.PIPELINE, RunKind.STREAM))))
        .containsExactly("p2", "t1", "p1");
    assertThat(tracker.count(newest)).isEqualTo(2);
    assertThat(tracker.count(newest.of(ALL))).isEqualTo(7);
    assertThat(tracker.count(newest.of(Set.of(RunKind.PIPELINE, RunKind.SCORE)))).isEqualTo(4);
  }

  @Test
  void kindsGoTogetherWithWhatElseIsAskedFor() {
    oneOfEachKind();
    tracker.metrics("s1", Map.of("rows", 5.0), 0);
    tracker.metrics("p2", Map.of("rows", 7.0), 0);
    tracker.finish("s1", RunStatus.DONE, START.plusSeconds(60), "");
    RunQuery churn = new RunQuery("churn", null, 9);
    Set<RunKind> some = Set.of(RunKind.PIPELINE, RunKind.SCORE);

    assertThat(listed(churn)).containsExactly("p1");
    assertThat(listed(churn.of(ALL))).containsExactly("t1", "s1", "p1");
    assertThat(tracker.count(churn.of(ALL))).isEqualTo(3);
    assertThat(listed(churn.of(some))).containsExactly("s1", "p1");
    assertThat(listed(new RunQuery("churn", RunStatus.DONE, 9).of(ALL))).containsExactly("s1");
    assertThat(listed(RunQuery.newest(9).of(some).holding("CHU"))).containsExactly("s1", "p1");
    assertThat(listed(RunQuery.newest(2).of(some).from(1))).containsExactly("p2", "s1");
    assertThat(listed(RunQuery.newest(9).of(some).in(new RunOrder("rows", true))))
        .containsExactly("p2", "s1", "s2", "p1");
  }

  @Test
  void linksAreKeptOnceAndInOrder() {
    RunLink table = RunLink.reads(new Asset(Asset.Kind.DATA, "file:/data/churn", "7"));
    RunLink later = RunLink.reads(new Asset(Asset.Kind.DATA, "file:/data/churn", "8"));
    RunLink features = RunLink.reads(Asset.features("customers", 3));
    RunLink model = RunLink.writes(Asset.model("churn", 12));
    start("r1", 0);

    tracker.links("r1", List.of(model, later));
    tracker.links("r1", List.of(features, table, model, table));
    tracker.links("r1", List.of());

    assertThat(tracker.links("r1")).containsExactly(table, later, features, model);
    assertThat(handles.open().runs().links("r1")).containsExactly(table, later, features, model);
  }

  @Test
  void anUnknownRunHasNoLinksAndGetsNone() {
    assertThat(tracker.links("r9")).isEmpty();
    assertThatThrownBy(() -> tracker.links("r9", List.of(RunLink.reads(Asset.model("a", 1)))))
        .hasMessage("there is no run 'r9'")
        .asInstanceOf(InstanceOfAssertFactories.type(MillraceException.class))
        .extracting(MillraceException::code)
        .isEqualTo(StandardError.NOT_FOUND);
    assertThat(linked(Direction.READS, Asset.Kind.MODEL, "a")).isEmpty();
  }

  @Test
  void runsAreFoundByWhatTheyReadOrWrote() {
    start("r1", 0);
    start("r2", RunKind.SCORE, "churn", 1);
    start("r3", RunKind.SERVE, "churn", 2);
    tracker.links("r1", List.of(RunLink.writes(Asset.model("churn", 1))));
    tracker.links(
        "r2",
        List.of(
            RunLink.reads(Asset.model("churn", 1)),
            RunLink.reads(Asset.features("churn", 1)),
            RunLink.reads(Asset.model("churn", 2)),
            RunLink.writes(new Asset(Asset.Kind.DATA, "file:/scores", ""))));
    tracker.links("r3", List.of(RunLink.reads(Asset.model("churn", 10))));

    assertThat(linked(Direction.WRITES, Asset.Kind.MODEL, "churn")).containsExactly("r1 1");
    assertThat(linked(Direction.READS, Asset.Kind.MODEL, "churn"))
        .containsExactly("r3 10", "r2 1", "r2 2");
    assertThat(linked(Direction.READS, Asset.Kind.MODEL, "churn", "1")).containsExactly("r2 1");
    assertThat(linked(Direction.READS, Asset.Kind.MODEL, "churn", "2", "10", "99"))
        .containsExactly("r3 10", "r2 2");
    assertThat(linked(Direction.READS, Asset.Kind.FEATURES, "churn")).containsExactly("r2 1");
    assertThat(linked(Direction.WRITES, Asset.Kind.DATA, "file:/scores")).containsExactly("r2 ");
    assertThat(linked(Direction.WRITES, Asset.Kind.DATA, "file:/scores", ""))
        .containsExactly("r2 ");
    assertThat(linked(Direction.READS, Asset.Kind.MODEL, "Churn")).isEmpty();
    assertThat(linked(Direction.READS, Asset.Kind.MODEL, "chur")).isEmpty();
    assertThat(linked(Direction.READS, Asset.Kind.MODEL, "%")).isEmpty();
  }

  @Test
  void theNewestRunsAreFoundFirstAndNoMoreThanAskedFor() {
    for (int i = 0; i < 12; i++) {
      // In threes at the same moment.
      start("r%02d".formatted(i), i / 3);
      tracker.links(
          "r%02d".formatted(i),
          List.of(
              RunLink.reads(Asset.model("churn", 1)), RunLink.reads(Asset.model("churn", i + 2))));
    }

    List<LinkedRun> all =
        tracker.linkedRuns(new LinkQuery(Direction.READS, Asset.Kind.MODEL, "churn", Set.of(), 99));
    assertThat(all).hasSize(24).doesNotHaveDuplicates();
    assertThat(all.stream().map(LinkedRun::run).distinct())
        .containsExactlyElementsOf(
            IntStream.range(0, 12).mapToObj(i -> "r%02d".formatted(11 - i)).toList());
    for (int limit : new int[] {0, 1, 5, 24}) {
      LinkQuery some = new LinkQuery(Direction.READS, Asset.Kind.MODEL, "churn", Set.of(), limit);
      assertThat(tracker.linkedRuns(some)).isEqualTo(all.subList(0, limit));
    }
    LinkQuery first =
        new LinkQuery(Direction.READS, Asset.Kind.MODEL, "churn", Set.of("1", "3"), 11);
    assertThat(tracker.linkedRuns(first))
        .extracting(LinkedRun::run)
        .containsExactly(
            "r11", "r10", "r09", "r08", "r07", "r06", "r05", "r04", "r03", "r02", "r01");
  }

  @Test
  void asManyVersionsAsThereAreCanBeAskedFor() {
    start("r1", 0);
    start("r2", 1);
    tracker.links("r1", List.of(RunLink.writes(Asset.features("customers", 17))));
    tracker.links("r2", List.of(RunLink.writes(Asset.features("customers", 9999))));
    Set<String> versions =
        IntStream.range(0, 900).mapToObj(String::valueOf).collect(Collectors.toSet());

    LinkQuery query =
        new LinkQuery(Direction.WRITES, Asset.Kind.FEATURES, "customers", versions, 1);

    assertThat(tracker.linkedRuns(query))
        .containsExactly(new LinkedRun("r1", RunLink.writes(Asset.features("customers", 17))));
  }

  @Test
  void namesAndVersionsAreKeptAsTheyAre() {
    List<String> names =
        List.of(
            "s3a://bucket/Zürich/客户 ☕ 🌊.parquet",
            "it's \"quoted\" `so`",
            "<script>alert(1)</script>&amp;",
            "a%b_c\\d!e",
            "two\nlines\tand more ",
            "file:/" + "very/long/🌊".repeat(2_000),
            "file:/" + "very/long/🌊".repeat(2_000) + "!",
            "");
    start("r1", 0);
    List<RunLink> links = new ArrayList<>();
    for (String name : names) {
      links.add(RunLink.reads(new Asset(Asset.Kind.DATA, name, "v " + name)));
      links.add(RunLink.writes(new Asset(Asset.Kind.DEPLOYMENT, name, "")));
    }

    tracker.links("r1", links);

    assertThat(handles.open().runs().links("r1"))
        .containsExactlyElementsOf(links.stream().sorted().toList());
    for (RunLink link : links) {
      Asset asset = link.asset();
      for (Set<String> versions : List.of(Set.<String>of(), Set.of(asset.version()))) {
        LinkQuery query = new LinkQuery(link.direction(), asset.kind(), asset.name(), versions, 9);
        assertThat(tracker.linkedRuns(query)).containsExactly(new LinkedRun("r1", link));
      }
    }
  }

  @Test
  void aRunHasAsManyLinksAsItNeeds() {
    start("r1", 0);
    List<RunLink> links =
        IntStream.range(0, 250)
            .mapToObj(i -> RunLink.reads(new Asset(Asset.Kind.DATA, "file:/part-" + i, "" + i)))
            .sorted()
            .toList();

    tracker.links("r1", links);

    assertThat(handles.open().runs().links("r1")).isEqualTo(links);
    assertThat(linked(Direction.READS, Asset.Kind.DATA, "file:/part-249", "249"))
        .containsExactly("r1 249");
  }

  @Test
  void theLinksOfADeletedRunAreForgotten() {
    start("r1", 0);
    tracker.links("r1", List.of(RunLink.reads(Asset.model("churn", 1))));

    tracker.delete("r1");

    assertThat(tracker.links("r1")).isEmpty();
    assertThat(linked(Direction.READS, Asset.Kind.MODEL, "churn")).isEmpty();
    assertThat(linked(Direction.READS, Asset.Kind.MODEL, "churn", "1")).isEmpty();
    start("r1", 1);
    assertThat(tracker.links("r1")).isEmpty();
  }

  @Test
  void handlesThatWriteAtTheSameTimeLoseNoLink() {
    List<Tracking> several = handles.open(4);
    start("shared", 0);

    Crowd.of(
        12,
        i -> {
          RunTracker mine = several.get(i % several.size()).runs();
          mine.links("shared", List.of(RunLink.reads(Asset.model("churn", i / 2))));
          return i;
        });

    assertThat(tracker.links("shared"))
        .containsExactlyElementsOf(
            IntStream.range(0, 6)
                .mapToObj(version -> RunLink.reads(Asset.model("churn", version)))
                .toList());
  }
}
