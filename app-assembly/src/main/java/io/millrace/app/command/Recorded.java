package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.core.Platform;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.run.RunHistory;
import java.time.Clock;
import java.util.List;

/** Finds what was recorded, or says what there is instead. */
final class Recorded {
  private static final int NEAR = 200;

  private Recorded() {}

  /**
   * Fails where nothing was ever recorded.
   *
   * @throws MillraceException NOT_FOUND
   */
  static void requireAny(CommandContext context) {
    if (!context.hasHistory()) {
      throw new MillraceException(
          StandardError.NOT_FOUND, "nothing was run yet in " + context.home().root());
    }
  }

  /**
   * The run of that id, of whatever kind; {@code last} means the newest one of a pipeline.
   *
   * @throws MillraceException NOT_FOUND
   */
  static RunRecord run(String id, CommandContext context) {
    requireAny(context);
    try (Platform<?> platform = Platform.open(context.settings())) {
      RunHistory history = new RunHistory(platform.tracking(), Clock.systemUTC());
      List<String> ids =
          history.runs(RunQuery.newest(NEAR)).stream().map(run -> run.start().run()).toList();
      String wanted = id.equals("last") && !ids.isEmpty() ? ids.get(0) : id;
      return history
          .run(wanted)
          .orElseThrow(
              () ->
                  new MillraceException(
                      StandardError.NOT_FOUND,
                      "there is no run '"
                          + wanted
                          + "'"
                          + NearNames.hint(wanted, ids)
                          + "; 'millrace runs list' shows the runs"));
    }
  }

  /** What a run read and wrote. */
  static List<RunLink> links(RunRecord run, CommandContext context) {
    try (Platform<?> platform = Platform.open(context.settings())) {
      return platform.tracking().runs().links(run.start().run());
    }
  }
}
