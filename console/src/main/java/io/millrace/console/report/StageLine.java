package io.millrace.console.report;

import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.console.chart.Texts;
import io.millrace.core.run.TableFacts;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a stage cost, as people read it.
 *
 * @param seconds empty if it did not run
 * @param rows {@code –} if it is not known
 * @param read bytes
 * @param facts what the stage noted, without tables
 */
public record StageLine(
    String id,
    String use,
    String status,
    String seconds,
    String rows,
    String read,
    String written,
    String shuffle,
    String spilled,
    String memory,
    String tasks,
    String dataVersion,
    Map<String, String> facts,
    String message) {
  /** Of a stage. */
  public static StageLine of(StageRecord stage) {
    StageFigures figures = stage.figures();
    Map<String, String> facts = new TreeMap<>(stage.facts());
    facts.keySet().removeIf(TableFacts::isTable);
    boolean ran = stage.status() == StageRecord.Status.RAN;
    return new StageLine(
        stage.stage(),
        stage.use(),
        stage.status().text(),
        ran ? Texts.seconds(stage.seconds()) : "",
        figures.knownRows().isPresent() ? Texts.number(figures.rows()) : "–",
        size(figures.bytesRead()),
        size(figures.bytesWritten()),
        size(figures.shuffleBytes()),
        size(figures.spilledBytes()),
        size(figures.peakMemoryBytes()),
        figures.tasks() == 0 ? "" : Texts.number(figures.tasks()),
        stage.dataVersion(),
        facts,
        stage.message());
  }

  private static String size(long bytes) {
    return bytes <= 0 ? "" : Texts.bytes(bytes);
  }
}
