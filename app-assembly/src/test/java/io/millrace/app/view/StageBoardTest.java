package io.millrace.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Engine.Progress;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.app.text.Style;
import io.millrace.app.text.TerminalSize;
import io.millrace.core.run.TrialProgress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class StageBoardTest {
  private static final TerminalSize WIDE = new TerminalSize(120, 30);

  private final AtomicLong nanos = new AtomicLong();
  private final Map<String, Progress> jobs = new HashMap<>();
  private final StageBoard board = new StageBoard(Style.PLAIN, nanos::get);

  @Test
  void beforeThePlanItSaysSo() {
    assertThat(board.lines(WIDE)).containsExactly("0.0 s  planning");
  }

  @Test
  void stagesSideBySideHaveALineEach() {
    start("raw", "customers");
    jobs.put("raw", new Progress(1, 150, 200, 9, 7_043, 0));
    jobs.put("customers", new Progress(12, 3, 8, 1.5, -1, 0));
    nanos.addAndGet(12_000_000_000L);

    assertThat(board.lines(WIDE))
        .containsExactly(
            "[                    ] 0/4 stages  12 s",
            "  raw        12 s  tasks 150/200  ~3 s left  7,043 rows",
            "  customers  12 s  tasks 3/8  job 12");
  }

  @Test
  void aStageThatIsDoneMovesTheBarAndLeaves() {
    start("raw");
    board.stageFinished(
        new StageRecord(
            0,
            "raw",
            "ingest/csv",
            StageRecord.Status.RAN,
            "f",
            "v",
            1,
            StageFigures.NONE,
            Map.of(),
            ""));

    assertThat(board.lines(WIDE)).containsExactly("[=====               ] 1/4 stages  0.0 s");
  }

  @Test
  void aSearchIsToldByItsTrials() {
    start("model");
    nanos.addAndGet(60_000_000_000L);
    board.trialFinished(new TrialProgress("model", 12, 45, "auc", 0.81, 0.8412, Map.of()));
    jobs.put("model", new Progress(300, 1, 8, 0.2, -1, 0));

    assertThat(board.lines(WIDE).get(1))
        .isEqualTo(
            "  model  1 min 00 s  trial 12/45, best auc 0.8412  tasks 1/8  ~2 min 45 s left  job 300");
  }

  @Test
  void muchSpillIsToldAndALittleIsNot() {
    start("joined", "sorted");
    jobs.put("joined", new Progress(1, 1, 2, 1, -1, 1_200_000_000));
    jobs.put("sorted", new Progress(1, 1, 2, 1, -1, 99_999_999));

    assertThat(board.lines(WIDE))
        .contains(
            "  joined  0.0 s  tasks 1/2  1.2 GB spilled to disk", "  sorted  0.0 s  tasks 1/2");
  }

  @Test
  void moreStagesThanThereAreLinesForAreCounted() {
    start("a", "b", "c", "d", "e");

    assertThat(board.lines(new TerminalSize(120, 5)))
        .containsExactly(
            "[                    ] 0/4 stages  0.0 s",
            "  a  0.0 s",
            "  b  0.0 s",
            "  … and 3 more");
  }

  @Test
  void aNarrowTerminalHasNoBar() {
    start("model");

    assertThat(board.lines(new TerminalSize(30, 10)).get(0)).isEqualTo("0/4 stages  0.0 s");
  }

  private void start(String... stages) {
    board.planned(4);
    board.engineStarting(stages[0]);
    board.engineStarted(List.of(), 1, stage -> jobs.getOrDefault(stage, Progress.NONE));
    List.of(stages).forEach(board::stageStarted);
  }
}
