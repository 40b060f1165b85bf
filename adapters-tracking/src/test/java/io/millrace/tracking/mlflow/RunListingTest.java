package io.millrace.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.LinkQuery;
import io.millrace.api.tracking.LinkedRun;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunOrder;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.tracking.mlflow.client.Credentials;
import io.millrace.tracking.mlflow.client.MlflowClient;
import io.millrace.tracking.mlflow.client.ServerAddress;
import io.millrace.tracking.mlflow.client.StandInServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of a server's runs is read to list some of them. */
class RunListingTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final int RUNS = 40;

  private final StandInServer server = new StandInServer();

  @TempDir private Path home;
  private Tracking tracking;
  private RunTracker runs;

  @BeforeEach
  void fill() {
    MlflowClient client =
        new MlflowClient(new ServerAddress(server.address(), Credentials.NONE), StandInHome.SHORT);
    String experiment = client.experiments().create("churn");
    for (int i = 0; i < RUNS; i++) {
      Map<String, String> tags = new LinkedHashMap<>();
      tags.put("millrace.run", "r%02d".formatted(i));
      tags.put("millrace.pipeline", "churn");
      tags.put("millrace.start", Times.text(START.plusSeconds(i)));
      tags.put("millrace.status", "done");
      client.runs().create(experiment, "r" + i, START.plusSeconds(i).toEpochMilli(), tags);
    }
    // Another's run, which is none of Millrace.
    client.runs().create(experiment, "by hand", START.toEpochMilli(), Map.of("who", "ada"));
    tracking = StandInHome.open(server.address(), "", home);
    runs = tracking.runs();
  }

  @AfterEach
  void stop() {
    tracking.close();
    server.close();
  }

  /** How many runs the searches since then could have given. */
  private int askedFor(Runnable work) {
    int before = server.seen("/runs/search").size();
    work.run();
    return server.seen("/runs/search").stream()
        .skip(before)
        .mapToInt(request -> json(request).path("max_results").asInt())
        .sum();
  }

  private static JsonNode json(StandInServer.Seen request) {
    return Texts.tree(request.body());
  }

  private static List<String> ids(List<RunRecord> records) {
    return records.stream().map(run -> run.start().run()).toList();
  }

  @Test
  void aPageIsReadWithoutTheRunsBeforeAndBehindIt() {
    assertThat(askedFor(() -> runs.runs(RunQuery.newest(5)))).isLessThan(10);

    assertThat(ids(runs.runs(RunQuery.newest(3).from(30)))).containsExactly("r09", "r08", "r07");
    assertThat(askedFor(() -> runs.runs(RunQuery.newest(3).from(30)))).isLessThan(10);
    RunOrder order = new RunOrder("auc", true);
    assertThat(ids(runs.runs(RunQuery.newest(2).in(order)))).containsExactly("r39", "r38");
  }

  @Test
  void runsAreCountedWithoutReadingThemAndFasterTheSecondTime() {
    RunQuery all = RunQuery.newest(1);

    assertThat(askedFor(() -> assertThat(runs.count(all)).isEqualTo(RUNS))).isLessThan(20);
    assertThat(askedFor(() -> assertThat(runs.count(all)).isEqualTo(RUNS))).isLessThan(3);
  }

  @Test
  void theRunsThatAreLinkedToSomethingAreReadAlone() {
    runs.links("r07", List.of(RunLink.reads(Asset.model("churn", 1))));
    runs.links("r09", List.of(RunLink.reads(Asset.model("churn", 2))));

    LinkQuery any = new LinkQuery(RunLink.Direction.READS, Asset.Kind.MODEL, "churn", Set.of(), 9);
    assertThat(runs.linkedRuns(any)).extracting(LinkedRun::run).containsExactly("r09", "r07");
    String filter = json(last()).path("filter").asText();
    assertThat(filter).startsWith("tags.`millrace.asset.reads.model.");
    assertThat(askedFor(() -> runs.linkedRuns(any))).isLessThan(20);
  }

  private StandInServer.Seen last() {
    List<StandInServer.Seen> seen = server.seen("/runs/search");
    return seen.get(seen.size() - 1);
  }

  @Test
  void whatEarlierVersionsWroteIsRunsOfPipelines() {
    assertThat(runs.run("r01").orElseThrow().start().kind()).isEqualTo(RunKind.PIPELINE);
    assertThat(runs.links("r01")).isEmpty();
    runs.start(new RunStart("s1", RunKind.SCORE, "churn", START, Map.of(), Map.of(), Map.of()));

    assertThat(runs.count(RunQuery.newest(1))).isEqualTo(RUNS);
    assertThat(runs.count(RunQuery.newest(1).of(Set.of()))).isEqualTo(RUNS + 1);
  }
}
