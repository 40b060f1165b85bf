package io.millrace.app.view;

import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageRecord;
import io.millrace.app.text.Style;

/** The words for how runs and stages stand, coloured. */
final class StatusText {
  private StatusText() {}

  static String of(RunStatus status, Style style) {
    return switch (status) {
      case DONE -> style.good(status.text());
      case RUNNING -> status.text();
      case REFUSED, INTERRUPTED -> style.warning(status.text());
      case FAILED -> style.bad(status.text());
    };
  }

  static String of(StageRecord.Status status, Style style) {
    return switch (status) {
      case RAN -> style.good(status.text());
      case REUSED, SKIPPED -> style.faint(status.text());
      case FAILED -> style.bad(status.text());
    };
  }
}
