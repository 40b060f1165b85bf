package io.millrace.tracking.openlineage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The main class of processes that share a file of events. */
final class EventAppender {
  private EventAppender() {}

  /** A process that appends so many events. */
  static Process start(Path file, String writer, int count) throws IOException {
    return process(file.toString(), writer, Integer.toString(count));
  }

  /** A process that locks the file until it is ended, and says so. */
  static Process holding(Path file) throws IOException {
    return process(file.toString());
  }

  private static Process process(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EventAppender.class.getName());
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Appends, or holds. */
  public static void main(String[] words) throws IOException {
    Path file = Path.of(words[0]);
    if (words.length > 1) {
      append(file, words[1], Integer.parseInt(words[2]));
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      System.out.println(lock.isValid() ? "held" : "not held");
      System.out.flush();
      System.in.read();
    }
  }

  /** Appends so many events. */
  static void append(Path file, String writer, int count) {
    try (EventSink sink =
        FileSink.open(
            file,
            warning -> {
              throw new AssertionError(warning);
            })) {
      for (int i = 0; i < count; i++) {
        sink.send(FileSinkTest.event(writer, i));
      }
    }
  }
}
