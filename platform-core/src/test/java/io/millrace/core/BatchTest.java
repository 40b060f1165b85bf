package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.core.file.FileRequest;
import io.millrace.core.run.RunReport;
import io.millrace.core.score.ModelName;
import io.millrace.core.score.ScoreCall;
import io.millrace.core.score.ScoreReport;
import io.millrace.testkit.memory.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scoring rows in batches: by a call, and by a stage of the pipeline that trains the model. */
final class BatchTest {
  private static final String FRESH =
      """
      params: { data: { type: string, default: v1 } }
      use: ingest/rows
      with:
        schema: { id: int, town: string, area: double }
        version: ${param:data}
        rows: ["1,ulm,70", "2,bonn,", "3,kiel,90"]
      """;

  private static final String SCORED =
      Houses.pipeline()
              .replace(
                  "stages:\n",
                  """
              stages:
                - id: fresh
                  use: ingest/rows
                  with:
                    schema: { id: int, town: string, area: double }
                    version: f1
                    rows: ["1,ulm,70", "2,bonn,", "3,kiel,90"]
              """)
          + """
            - id: scores
              use: deploy/score
              from: { rows: fresh, model: quality }
              with: { model: houses, input: raw, to: { path: scores, mode: append } }
          """;

  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  private static ScoreCall call(
      String text, Output to, @Nullable String job, Map<String, String> params) {
    return new ScoreCall(
        ModelName.parse("houses"),
        new ScoreCall.Input.Stage(FileRequest.of(text, "fresh.yaml").withParams(params)),
        new ScoreCall.Target.Place(to),
        job,
        true);
  }

  private ScoreReport score(ScoreCall call) {
    try (Platform<Table> platform = memory.open()) {
      return platform.score(call).execute();
    }
  }

  private static Output append() {
    return Output.path("out", Mode.APPEND);
  }

  @Test
  void eachRowSaysByWhichModelAndJobItWasScored() {
    memory.run(Houses.pipeline());

    ScoreReport report = score(call(FRESH, append(), "monday", Map.of()));

    Table rows = memory.outputs.rows(append());
    assertThat(rows.schema().names())
        .containsExactly(
            "id",
            "town",
            "area",
            "prediction",
            "scored_by_model",
            "scored_by_version",
            "scored_by_package",
            "scored_by_job",
            "scored_at");
    assertThat(rows.rows())
        .allSatisfy(
            row -> {
              assertThat(row.subList(4, 6)).containsExactly("houses", 1);
              assertThat(row.get(6).toString()).matches("[0-9a-f]{64}");
              assertThat(row.get(7)).isEqualTo("monday");
            });
    assertThat(report.rows()).isEqualTo(3);
    assertThat(report.dropped()).isZero();
    assertThat(report.repeated()).isFalse();
  }

  @Test
  void aRepeatDoesNothingAndOtherRowsAreAnotherJob() {
    memory.run(Houses.pipeline());
    ScoreReport first = score(call(FRESH, append(), null, Map.of()));
    int engines = memory.engines.opened().size();

    ScoreReport again = score(call(FRESH, append(), null, Map.of()));

    assertThat(first.job()).matches("auto-[0-9a-f]{16}");
    assertThat(again.job()).isEqualTo(first.job());
    assertThat(again.repeated()).isTrue();
    assertThat(memory.engines.opened()).hasSize(engines);
    assertThat(memory.outputs.rows(append()).size()).isEqualTo(3);
    assertThat(score(call(FRESH, append(), null, Map.of("data", "v2"))).repeated()).isFalse();
    assertThat(memory.outputs.rows(append()).size()).isEqualTo(6);
  }

  @Test
  void aJobsNameStandsForOnePieceOfWork() {
    memory.run(Houses.pipeline());
    score(call(FRESH, append(), "monday", Map.of()));

    assertThatThrownBy(() -> score(call(FRESH, append(), "monday", Map.of("data", "v2"))))
        .hasMessage(
            "the job 'monday' wrote out before, with another model, other rows or other options;"
                + " take another name for this job");
  }

  @Test
  void rowsThatHaveAStampAlreadyAreRefused() {
    memory.run(Houses.pipeline());
    String stamped = FRESH.replace("area: double }", "area: double, scored_at: string }");

    assertThatThrownBy(() -> score(call(stamped, append(), null, Map.of())))
        .hasMessage(
            "the rows to score have scored_at already, where the stamp of this scoring would go;"
                + " leave the stamp out (--no-stamp, or stamp: false), or rename what they have");
  }

  @Test
  void allMistakesOfInputAndOutputAreToldWithTheirPlaces() {
    memory.run(Houses.pipeline());
    String wrong = "use: split/hash\nwith: { train: 0.5, test: \"${param:tst}\" }\n";
    ScoreCall call =
        new ScoreCall(
            ModelName.parse("houses"),
            new ScoreCall.Input.Stage(
                FileRequest.of(wrong, "fresh.yaml").withParams(Map.of("dta", "x"))),
            new ScoreCall.Target.Text(FileRequest.of("{path: out, mode: merg}", "--to")),
            null,
            true);

    assertThatThrownBy(() -> score(call))
        .hasMessage(
            """
            fresh.yaml:1:6: [WRONG_KIND] an input is read by an ingestor, as ingest/csv; 'split/hash' is a splitter
            --to:1:19: [INVALID_OPTION] option 'mode' of --to must be one of create, append, overwrite, merge, replace, not the text 'merg'; did you mean 'merge'?
            fresh.yaml:2:27: [UNRESOLVED_REFERENCE] there is no param 'tst'
            --param: [INVALID_PARAM] there is no param 'dta'"""
                .replace("\n", System.lineSeparator()));
  }

  @Test
  void theStageScoresItsRowsOnceForEachModelAndEachVersionOfThem() {
    RunReport first = memory.run(SCORED);
    RunReport again = memory.run(SCORED);
    RunReport other = memory.run(SCORED.replace("version: f1", "version: f2"));

    Output scores = Output.path("scores", Mode.APPEND);
    assertThat(MemoryPlatform.statuses(first)).containsEntry("scores", "ran");
    assertThat(MemoryPlatform.statuses(again)).containsEntry("scores", "reused");
    assertThat(MemoryPlatform.statuses(other))
        .containsEntry("scores", "ran")
        .containsEntry("publish", "reused")
        .containsEntry("model", "reused");
    List<Object> jobs =
        memory.outputs.rows(scores).rows().stream().<Object>map(row -> row.get(7)).toList();
    assertThat(jobs)
        .containsExactly(
            first.run(), first.run(), first.run(), other.run(), other.run(), other.run());
  }

  @Test
  void aStageThatScoresNeedsItsRows() {
    assertThatThrownBy(
            () ->
                memory.run(
                    SCORED.replace("from: { rows: fresh, model: quality }", "from: quality")))
        .hasMessageContaining(
            "[MISSING_OPTION] stage 'scores' scores rows with the model that it deploys; write from:"
                + " { model: STAGE, rows: STAGE }");
    assertThatThrownBy(() -> memory.run(SCORED.replace("rows: fresh,", "rows: model,")))
        .hasMessageContaining(
            "[WRONG_KIND] stage 'scores' is a deployer, which reads frames; 'model' yields a model");
  }
}
