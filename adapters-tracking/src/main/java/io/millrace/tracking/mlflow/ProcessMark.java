package io.millrace.tracking.mlflow;

import java.time.Instant;
import java.util.Optional;

/** Names a process of this machine: a number that is used again comes with another start. */
final class ProcessMark {
  private ProcessMark() {}

  static String own() {
    return of(ProcessHandle.current());
  }

  private static String of(ProcessHandle process) {
    return process.pid() + " " + process.info().startInstant().map(Instant::toString).orElse("");
  }

  /** Whether a process of that mark is there. */
  static boolean lives(String mark) {
    String pid = mark.split(" ", 2)[0];
    Optional<ProcessHandle> process =
        pid.matches("\\d+") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
    return process
        .filter(ProcessHandle::isAlive)
        .map(ProcessMark::of)
        .filter(mark::equals)
        .isPresent();
  }
}
