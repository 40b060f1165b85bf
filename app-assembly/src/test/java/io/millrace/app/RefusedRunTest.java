package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Evaluation;
import io.millrace.api.tracking.RunStatus;
import io.millrace.app.text.Style;
import io.millrace.app.view.RunJson;
import io.millrace.app.view.RunSummary;
import io.millrace.core.gate.GateParser;
import io.millrace.core.home.Home;
import io.millrace.core.home.RunPlaces;
import io.millrace.core.pipeline.Gate;
import io.millrace.core.problem.Position;
import io.millrace.core.promote.GateJudge;
import io.millrace.core.promote.GateOutcome;
import io.millrace.core.run.RunReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a run whose model a gate kept back. */
final class RefusedRunTest {
  private static final Evaluation FIGURES = new Evaluation(Map.of("auc", 0.845));

  @Test
  void theDocumentHoldsAProblemForEachGate() {
    assertThat(RunJson.of(refused(new Position("churn.yaml", 34, 14)), "churn.yaml"))
        .containsEntry("status", "refused")
        .hasEntrySatisfying(
            "problems",
            problems ->
                assertThat(problems)
                    .hasToString(
                        "[{file=churn.yaml, line=34, column=14, code=GATE_REFUSED, message=gate"
                            + " \"auc >= 0.90\" does not hold: auc is 0.845},"
                            + " {file=churn.yaml, line=34, column=14, code=GATE_REFUSED,"
                            + " message=gate \"auc >= champion - 0.005\" does not hold: auc is"
                            + " 0.845, that of champion (version 3) on the same rows is 0.86}]"));
  }

  @Test
  void aPipelineFromJavaHasNoLines() {
    assertThat(RunJson.of(refused(Position.of("churn")), "churn").get("problems"))
        .asString()
        .startsWith("[{file=churn, line=null, column=null, code=GATE_REFUSED, message=gate ");
  }

  @Test
  void theSummaryNamesTheGatesWithTheirPlaces() {
    RunReport report = refused(new Position("churn.yaml", 34, 14));

    List<String> lines =
        RunSummary.of(report, new Home(Path.of("home")), Optional.empty(), Style.PLAIN);

    assertThat(lines)
        .startsWith(
            "churn  refused in 1.0 s  run r1",
            "churn.yaml:34:14: [GATE_REFUSED] gate \"auc >= 0.90\" does not hold: auc is 0.845",
            "churn.yaml:34:14: [GATE_REFUSED] gate \"auc >= champion - 0.005\" does not hold: auc"
                + " is 0.845, that of champion (version 3) on the same rows is 0.86");
  }

  @Test
  void theSummaryNamesWhereElseARunIsRecorded(@TempDir Path directory) {
    Home home = new Home(directory);
    new RunPlaces(home).note("r1", "jdbc:postgresql://db.example/ml");

    RunReport report = refused(new Position("churn.yaml", 34, 14));

    assertThat(RunSummary.of(report, home, Optional.empty(), Style.PLAIN))
        .contains("  runs, models  jdbc:postgresql://db.example/ml");
  }

  private static RunReport refused(Position at) {
    return new RunReport(
        "r1",
        "churn",
        RunStatus.REFUSED,
        List.of(),
        Map.of("quality.auc", 0.845),
        List.of(),
        List.of(judged("auc >= 0.90", at), judged("auc >= champion - 0.005", at)),
        Map.of(),
        null,
        true,
        1);
  }

  private static GateOutcome judged(String text, Position at) {
    Gate gate = GateParser.parse(text, at).orElseThrow();
    GateJudge.Reference champion = new GateJudge.Reference(3, new Evaluation(Map.of("auc", 0.86)));
    return new GateJudge("quality", "model", FIGURES, alias -> Optional.of(champion)).judge(gate);
  }
}
