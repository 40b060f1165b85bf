package io.millrace.app.view;

import io.millrace.api.tracking.StageRecord;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import io.millrace.core.run.TableFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A stage's line in the table of a run: id, use, status, time, rows, and what it noted. */
final class StageRow {
  private StageRow() {}

  static List<String> of(StageRecord stage, Style style) {
    // Finding what is kept takes a moment that says nothing of the stage.
    boolean idle = stage.status() != StageRecord.Status.RAN && stage.seconds() < 1;
    return List.of(
        stage.stage(),
        stage.use(),
        StatusText.of(stage.status(), style),
        idle ? "" : Quantities.seconds(stage.seconds()),
        stage.figures().rows() < 0 ? "" : Quantities.count(stage.figures().rows()),
        notes(stage));
  }

  private static String notes(StageRecord stage) {
    List<String> notes = new ArrayList<>();
    Map<String, String> facts = new TreeMap<>(stage.facts());
    facts.keySet().removeIf(TableFacts::isTable);
    facts.forEach((name, value) -> notes.add(name + " " + value));
    if (!stage.message().isEmpty() && stage.status() != StageRecord.Status.FAILED) {
      notes.add(stage.message());
    }
    return String.join("; ", notes);
  }
}
