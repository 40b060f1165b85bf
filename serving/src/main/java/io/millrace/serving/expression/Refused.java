package io.millrace.serving.expression;

import io.millrace.api.error.StandardError;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringRow;

/** What expressions fail on. */
final class Refused {
  private static final int SHOWN = 100;

  private Refused() {}

  /** With one sentence. */
  static RowRefused of(String message) {
    return new RowRefused(StandardError.BAD_RECORD, message);
  }

  /** In ANSI mode the row fails; in others the value is null. */
  static void orNull(ScoringRow row, int result, Call.Mode mode, String message) {
    if (mode == Call.Mode.ANSI) {
      throw of(message);
    }
    row.setNull(result);
  }

  /** A text as messages show it. */
  static String shown(Object value) {
    String text = value.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
