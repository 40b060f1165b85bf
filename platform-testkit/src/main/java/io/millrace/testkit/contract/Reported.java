package io.millrace.testkit.contract;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.Problems;
import java.util.ArrayList;
import java.util.List;

/** Collects what a stage reports, for tests of stages. */
public final class Reported implements Problems {
  private final List<Problem> problems = new ArrayList<>();

  /** Nothing reported yet. */
  public Reported() {}

  /**
   * A reported problem.
   *
   * @param option as in {@link Problems#report}
   * @param code as in {@link Problems#report}
   * @param message as in {@link Problems#report}
   */
  public record Problem(String option, ErrorCode code, String message) {}

  @Override
  public void report(String option, ErrorCode code, String message) {
    problems.add(new Problem(option, code, message));
  }

  /** What was reported, the first problem first. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** The messages of what was reported. */
  public List<String> messages() {
    return problems.stream().map(Problem::message).toList();
  }
}
