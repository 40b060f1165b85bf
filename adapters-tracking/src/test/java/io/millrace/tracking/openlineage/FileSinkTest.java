package io.millrace.tracking.openlineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file of events, and those who share it. */
final class FileSinkTest {
  private static final int WRITERS = 4;
  private static final int EVENTS = 200;

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final List<Process> processes = new ArrayList<>();

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("lineage/events.jsonl");
  }

  @AfterEach
  void endWhatStillRuns() {
    processes.forEach(Process::destroyForcibly);
  }

  /** Long enough that a write of it could be cut in two. */
  static String event(String writer, int number) {
    return "{\"writer\":\"%s\",\"number\":%d,\"text\":\"%s\"}"
        .formatted(writer, number, "☕ä".repeat(5_000));
  }

  private EventSink open() {
    return FileSink.open(file, warnings::add);
  }

  @Test
  void eventsAreAppendedALineEach() throws IOException {
    try (EventSink sink = open()) {
      sink.send("{\"a\":\"ä ☕\"}");
    }
    try (EventSink sink = open()) {
      sink.send("{\"b\":2}");
    }

    assertThat(Files.readAllLines(file)).containsExactly("{\"a\":\"ä ☕\"}", "{\"b\":2}");
    assertThat(warnings).isEmpty();
  }

  @Test
  @Timeout(120)
  void threadsShareAFile() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String writer = "t" + i;
      threads.add(new Thread(() -> EventAppender.append(file, writer, EVENTS)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    requireAllOf("t");
  }

  @Test
  @Timeout(120)
  void processesShareAFile() throws Exception {
    for (int i = 0; i < WRITERS; i++) {
      processes.add(EventAppender.start(file, "p" + i, EVENTS));
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }

    requireAllOf("p");
  }

  private void requireAllOf(String prefix) throws IOException {
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(WRITERS * EVENTS);
    for (int i = 0; i < WRITERS; i++) {
      String writer = prefix + i;
      List<String> own =
          lines.stream()
              .filter(line -> KeptEvents.tree(line).path("writer").asText().equals(writer))
              .collect(Collectors.toList());
      List<String> expected = new ArrayList<>();
      for (int number = 0; number < EVENTS; number++) {
        expected.add(event(writer, number));
      }
      assertThat(own).as("whole, and in their order").isEqualTo(expected);
    }
  }

  @Test
  void aLineThatWasCutOffTakesNoOtherWithIt() throws IOException {
    try (EventSink sink = open()) {
      Files.writeString(file, "{\"cut");
      sink.send("{\"b\":2}");
    }

    assertThat(Files.readAllLines(file)).containsExactly("{\"cut", "{\"b\":2}");
  }

  @Test
  void aFileThatIsMovedAwayIsMadeAnew() throws IOException {
    try (EventSink sink = open()) {
      sink.send("{\"a\":1}");
      Files.move(file, directory.resolve("old"));
      sink.send("{\"b\":2}");
    }

    assertThat(file).hasContent("{\"b\":2}");
    assertThat(warnings).isEmpty();
  }

  @Test
  void anInterruptedThreadTellsAllTheSame() throws IOException {
    try (EventSink sink = open()) {
      Thread.currentThread().interrupt();
      sink.send("{\"a\":1}");
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(file).hasContent("{\"a\":1}");
  }

  @Test
  void aFileThatCanNoMoreBeWrittenFailsNothing() throws IOException {
    try (EventSink sink = open()) {
      sink.send("{\"a\":1}");
      Files.delete(file);
      Files.createDirectory(file);
      sink.send("{\"b\":2}");
      sink.send("{\"c\":3}");
    }

    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(0))
        .startsWith("OpenLineage events can't be appended to " + file + ": ")
        .endsWith(". The work goes on; OpenLineage events are lost.");
    assertThat(warnings.get(1)).isEqualTo("2 of 3 OpenLineage events did not get to " + file + ".");
  }

  @Test
  @Timeout(60)
  void whoHoldsTheFileForeverHoldsUpNobodyForLong() throws Exception {
    EventSink sink = FileSink.open(file, Duration.ofMillis(50), warnings::add);
    Process holder = EventAppender.holding(file);
    processes.add(holder);
    assertThat(holder.inputReader().readLine()).isEqualTo("held");

    sink.send("{\"a\":1}");
    sink.close();

    assertThat(warnings.get(0)).contains("another process has held its lock for 50 ms");
    holder.destroyForcibly().waitFor();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock free = channel.lock()) {
      assertThat(free.isValid()).isTrue();
    }
  }

  @Test
  void whatIsNoFileIsRefusedAtOnce() {
    assertThatThrownBy(() -> FileSink.open(directory, warnings::add))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "OpenLineage events can't be appended to %s: it is no file; name one with"
                + " --openlineage",
            directory);
  }

  @Test
  void aPlaceWhereNoFileCanBeIsRefusedAtOnce() throws IOException {
    Path taken = Files.writeString(directory.resolve("taken"), "x");

    assertThatThrownBy(() -> FileSink.open(taken.resolve("events.jsonl"), warnings::add))
        .isInstanceOf(MillraceException.class)
        .hasMessageStartingWith("OpenLineage events can't be appended to ")
        .hasMessageEndingWith("; name another file with --openlineage");
  }
}
