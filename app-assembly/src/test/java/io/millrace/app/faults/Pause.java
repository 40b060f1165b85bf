package io.millrace.app.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Where a process is held until the test lets it go on, or ends it. Writes what it sees to a
 * directory that the test watches: {@code trace}, a line for every write, and {@code held} once it
 * is held; {@code go} lets it go on.
 */
final class Pause {
  private static final String DIRECTORY = "millrace.test.pause.directory";
  private static final String AT = "millrace.test.pause.at";
  private static final String TIMES = "millrace.test.pause.times";

  private final Path directory;
  private final String at;
  private int left;

  private Pause(Path directory, String at, int times) {
    this.directory = directory;
    this.at = at;
    this.left = times;
  }

  /** As this process was told by {@link #options}. */
  static Pause ofProcess() {
    return new Pause(
        Path.of(System.getProperty(DIRECTORY)), System.getProperty(AT), Integer.getInteger(TIMES));
  }

  /**
   * The JVM options that tell a process where it is held.
   *
   * @param at how the moment's text starts, as {@code before done features}
   * @param times at the first, the second … such moment; 0 for never
   */
  static List<String> options(Path directory, String at, int times) {
    return List.of(
        "-D" + DIRECTORY + "=" + directory, "-D" + AT + "=" + at, "-D" + TIMES + "=" + times);
  }

  /** Notes a moment, and holds the thread that reached it if it is the one. */
  void reached(String moment) throws IOException {
    if (isTheOne(moment)) {
      Files.writeString(directory.resolve("held"), moment);
      while (!Files.exists(directory.resolve("go"))) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  private synchronized boolean isTheOne(String moment) throws IOException {
    Files.writeString(
        directory.resolve("trace"),
        moment + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return moment.startsWith(at) && --left == 0;
  }
}
