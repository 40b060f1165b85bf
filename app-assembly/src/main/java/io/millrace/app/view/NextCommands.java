package io.millrace.app.view;

import io.millrace.api.tracking.RunStatus;
import io.millrace.core.run.RunReport;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a user may want to do after a run. */
final class NextCommands {
  private NextCommands() {}

  /**
   * Commands, each with what it is for, in order.
   *
   * @param page whether the run has a report
   */
  static Map<String, String> after(RunReport report, boolean page) {
    Map<String, String> commands = new LinkedHashMap<>();
    if (report.status() == RunStatus.FAILED || report.status() == RunStatus.INTERRUPTED) {
      commands.put("millrace run --resume " + report.run(), "goes on where it stopped");
    }
    for (RunReport.Deployed model : report.models()) {
      String name =
          model.name()
              + (model.aliases().isEmpty() ? ":" + model.version() : "@" + model.aliases().get(0));
      commands.put(
          "millrace score " + name + " --input NEW.csv --to OUT.parquet", "predicts new rows");
      if (model.servable()) {
        commands.put("millrace serve " + name, "answers over HTTP, without Spark");
      }
    }
    if (page) {
      commands.put("millrace report " + report.run() + " --open", "its figures in charts");
    }
    commands.put("millrace runs show " + report.run(), "everything that is known of this run");
    commands.put("millrace runs list", "this run beside others");
    commands.put("millrace ui --open", "runs, models and lineage in the browser");
    return commands;
  }
}
