package io.millrace.testkit.spark;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.Problems;
import java.util.ArrayList;
import java.util.List;

/** Problems as texts: {@code option: [CODE] message}. */
final class ReportedProblems implements Problems {
  private final List<String> texts = new ArrayList<>();

  @Override
  public void report(String option, ErrorCode code, String message) {
    texts.add(option + ": [" + code.name() + "] " + message);
  }

  List<String> texts() {
    return List.copyOf(texts);
  }
}
