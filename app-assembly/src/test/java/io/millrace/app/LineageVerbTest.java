package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.core.Platform;
import io.millrace.core.home.Home;
import io.millrace.core.wiring.PlatformSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that show runs of all kinds, and what they read and wrote. */
final class LineageVerbTest {
  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");
  private static final Asset CUSTOMERS = Asset.data("file:/lake/customers.csv", "a1b2");
  private static final Asset TABLE = Asset.features("customers", 3);
  private static final Asset BANDS = Asset.model("bands", 1);
  private static final Asset SCORES = Asset.data("file:/lake/scores", "0");

  @TempDir Path directory;
  private int minutes;

  @BeforeEach
  void record() throws IOException {
    RegisteredBands.in(directory, 0, 10);
    PlatformSettings settings =
        new PlatformSettings(
            new Home(directory.resolve(".millrace")),
            List.of(),
            null,
            null,
            Map.of(),
            name -> Optional.empty(),
            LineageVerbTest.class.getClassLoader());
    try (Platform<?> platform = Platform.open(settings)) {
      RunTracker runs = platform.tracking().runs();
      run(
          runs,
          "run-train",
          RunKind.PIPELINE,
          RunLink.reads(CUSTOMERS),
          RunLink.writes(TABLE),
          RunLink.reads(TABLE),
          RunLink.writes(BANDS));
      runs.metrics("run-train", Map.of("quality.auc", 0.75), 0);
      run(runs, "run-score", RunKind.SCORE, RunLink.reads(BANDS), RunLink.writes(SCORES));
      run(runs, "run-call", RunKind.PIPELINE, RunLink.reads(SCORES));
      runs.metrics("run-call", Map.of("quality.auc", 0.5), 0);
    }
  }

  private void run(RunTracker runs, String id, RunKind kind, RunLink... links) {
    Instant time = TIME.plusSeconds(60L * minutes++);
    String name = kind == RunKind.PIPELINE ? id.substring(4) : "bands";
    runs.start(new RunStart(id, kind, name, time, Map.of(), Map.of("user", "ada"), Map.of()));
    runs.links(id, List.of(links));
    runs.finish(id, RunStatus.DONE, time.plusSeconds(5), "");
  }

  /** Times are those of the machine's place. */
  private String text(String... words) {
    Call call = Call.in(directory, words);
    assertThat(call.err()).isEmpty();
    return call.out().replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME");
  }

  private JsonNode json(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--output", "json"));
    return new ObjectMapper().readTree(Call.in(directory, all.toArray(String[]::new)).out());
  }

  @Test
  void bothWaysFromAModel() {
    assertThat(text("lineage", "bands:1"))
        .isEqualTo(
            """
            model bands version 1
              made of
              └─ run run-train: pipeline train, done, TIME, ada
                 ├─ data file:/lake/customers.csv version a1b2
                 └─ feature table customers version 3 (which the same run wrote)
              of which was made
              └─ run run-score: score bands, done, TIME, ada
                 └─ data file:/lake/scores version 0
                    └─ run run-call: pipeline call, done, TIME, ada
            """);
  }

  @Test
  void upFromScoresWhoseVersionIsLeftOut() {
    assertThat(text("lineage", "data:/lake/scores", "--up", "--depth", "1"))
        .isEqualTo(
            """
            data file:/lake/scores version 0
              made of
              └─ run run-score: score bands, done, TIME, ada
                 └─ model bands version 1
            there is more: go on from another point, or with a larger --depth
            """);
  }

  @Test
  void whatNobodyMadeSaysSo() {
    assertThat(text("lineage", "data:/lake/customers.csv#a1b2", "--up"))
        .isEqualTo(
            """
            data file:/lake/customers.csv version a1b2
              made of nothing that is recorded
            """);
    assertThat(text("lineage", "last", "--down"))
        .isEqualTo(
            """
            run run-call: pipeline call, done, TIME, ada
              nothing was made of it
            """);
  }

  @Test
  void inJsonItIsAGraph() throws IOException {
    JsonNode graph = json("lineage", "run-score", "--up");

    assertThat(graph.path("start").path(0).asText()).isEqualTo("run:run-score");
    assertThat(graph.path("nodes").findValuesAsText("id"))
        .containsExactly(
            "run:run-score",
            "model:bands:1",
            "run:run-train",
            "data:file:/lake/customers.csv#a1b2",
            "features:customers:3");
    assertThat(graph.path("edges"))
        .extracting(e -> e.path("from").asText() + " " + e.path("relation").asText())
        .contains("model:bands:1 read", "run:run-train wrote");
    assertThat(graph.path("complete").booleanValue()).isTrue();
  }

  @Test
  void mistakesOfTheCallAreSaid() {
    assertThat(Call.in(directory, "lineage", "bands:9").err())
        .isEqualTo("error: [NOT_FOUND] model 'bands' has no version 9; its newest is 1\n");
    assertThat(Call.in(directory, "lineage", "bunds").err())
        .startsWith(
            "error: [NOT_FOUND] there is no run and no model 'bunds'; did you mean 'bands'?");
    assertThat(Call.in(directory, "lineage", "bands", "--up", "--down").err())
        .isEqualTo(
            "error: [INVALID_CALL] --up and --down exclude each other; without both, both are"
                + " shown\n");
  }

  @Test
  void listsTellTheKindsApart() throws IOException {
    assertThat(json("runs", "list").path("runs").findValuesAsText("run"))
        .containsExactly("run-call", "run-train");
    assertThat(text("runs", "list", "--kind", "all"))
        .isEqualTo(
            """
            RUN        KIND      OF     STATUS  STARTED               TIME
            run-call   pipeline  call   done    TIME  5.0 s  quality.auc 0.5000
            run-score  score     bands  done    TIME  5.0 s
            run-train  pipeline  train  done    TIME  5.0 s  quality.auc 0.7500
            """);
    assertThat(json("runs", "list", "--kind", "score").path("runs").findValuesAsText("run"))
        .containsExactly("run-score");
  }

  @Test
  void listsAreSortedAndSearched() throws IOException {
    assertThat(runs("--sort", "quality.auc")).containsExactly("run-train", "run-call");
    assertThat(runs("--sort", "quality.auc", "--ascending"))
        .containsExactly("run-call", "run-train");
    assertThat(runs("--ascending")).containsExactly("run-train", "run-call");
    assertThat(runs("--search", "tra")).containsExactly("run-train");
    assertThat(Call.in(directory, "runs", "list", "--limit", "0").err())
        .isEqualTo("error: [INVALID_CALL] --limit takes a count from 1 on, not 0\n");
    assertThat(Call.in(directory, "runs", "list", "--kind", "scores").err())
        .isEqualTo(
            "error: [INVALID_CALL] --kind takes pipeline, score, stream, serve, collect or all,"
                + " not 'scores'\n");
  }

  private List<String> runs(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("runs", "list"));
    words.addAll(List.of(options));
    return json(words.toArray(String[]::new)).path("runs").findValuesAsText("run");
  }

  @Test
  void aRunOfAnyKindIsShownWithWhatItReadAndWrote() throws IOException {
    assertThat(text("runs", "show", "run-score"))
        .contains("Lineage\n  read   model bands version 1\n  wrote  data file:/lake/scores");
    assertThat(json("runs", "show", "run-score").path("links"))
        .extracting(link -> link.path("relation").asText() + " " + link.path("type").asText())
        .containsExactly("read model", "wrote data");
    assertThat(Call.in(directory, "report", "run-score").err())
        .startsWith("error: [INVALID_CALL] run run-score is no pipeline's (score)");
    assertThat(Call.in(directory, "runs", "compare", "run-call").err())
        .isEqualTo("error: [INVALID_CALL] runs compare takes at least 2 runs; name another one\n");
  }

  @Test
  void oldRunsAreForgottenByTheirKind() throws IOException {
    assertThat(json("runs", "prune", "--keep", "0", "--dry-run").path("runs"))
        .extracting(run -> run.path("run").asText())
        .containsExactlyInAnyOrder("run-call", "run-score", "run-train");
    assertThat(json("runs", "prune", "--keep", "1", "--dry-run").path("runs")).isEmpty();
  }
}
