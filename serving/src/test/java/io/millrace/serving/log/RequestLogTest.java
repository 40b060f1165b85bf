package io.millrace.serving.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.model.requestlog.LoggedRow;
import io.millrace.model.requestlog.SegmentCheck;
import io.millrace.model.requestlog.SegmentName;
import io.millrace.model.requestlog.SegmentReader;
import io.millrace.model.requestlog.SegmentRecovery;
import io.millrace.serving.fixture.TinyModel;
import io.millrace.serving.model.Failure;
import io.millrace.serving.model.ServedModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RequestLogTest {
  @TempDir Path temporary;
  private Path directory;
  private ServedModel model;

  @BeforeEach
  void loadModel() {
    directory = temporary.resolve("log");
    model =
        TinyModel.load(
            TinyModel.write(temporary.resolve("model"), List.of("a", "b"), 9.0, null), "7");
  }

  @Test
  void whatIsAnsweredIsReadBackOnceTheLogIsClosed() throws IOException {
    try (RequestLog log = RequestLog.start(LogSettings.in(directory))) {
      log.answered(LoggingServer.answer(model, "r1", "b", "\n\"ß"));
    }

    assertThat(SegmentReader.open(directory)).isEmpty();
    assertThat(rows(SegmentReader.closed(directory)))
        .containsExactly(row("r1", 0, "b", 1.0), row("r1", 1, "\n\"ß", 9.0));
  }

  private static LoggedRow row(String id, int row, String word, double prediction) {
    return new LoggedRow(
        id,
        row,
        Instant.parse("2026-11-21T10:00:00.123456Z"),
        "tiny",
        "7",
        "champion",
        200,
        null,
        Map.of("word", word),
        Map.of("prediction", prediction),
        null);
  }

  @Test
  void refusedAndFailedRequestsAreLoggedWithWhatWasRead() throws IOException {
    LogSettings small =
        new LogSettings(directory, 80, 1 << 20, Duration.ofHours(1), Duration.ofSeconds(1));
    Instant time = Instant.parse("2026-11-21T10:00:00Z");
    try (RequestLog log = RequestLog.start(small)) {
      log.failed(
          new Failure("r1", time, model, "champion", TinyModel.rows("c"), 400, "Row 0: c", 10));
      awaitWritten(log, 1);
      log.failed(new Failure("r2", time, model, "champion", null, 500, "x".repeat(2_000), 10));
      awaitWritten(log, 2);
      assertThat(log.dropped()).isZero();
      String[] many = new String[100];
      java.util.Arrays.fill(many, "b");
      // An eighth of 80 rows is there for those that fail.
      log.failed(new Failure("r3", time, model, "champion", TinyModel.rows(many), 400, "no", 10));
      assertThat(log.dropped()).as("of the hundred rows, 64 would be logged").isEqualTo(64);
    }

    assertThat(rows(SegmentReader.closed(directory)))
        .containsExactly(
            new LoggedRow(
                "r1",
                0,
                time,
                "tiny",
                "7",
                "champion",
                400,
                "Row 0: c",
                Map.of("word", "c"),
                Map.of(),
                null),
            new LoggedRow(
                "r2",
                0,
                time,
                "tiny",
                "7",
                "champion",
                500,
                "x".repeat(500),
                Map.of(),
                Map.of(),
                null));
  }

  private static void awaitWritten(RequestLog log, long rows) {
    long late = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (log.written() < rows && System.nanoTime() < late) {
      Thread.onSpinWait();
    }
    assertThat(log.written()).isEqualTo(rows);
  }

  @Test
  void segmentsAreClosedBySizeAndNumberedInOrder() throws IOException {
    LogSettings settings =
        new LogSettings(directory, 100_000, 20_000, Duration.ofHours(1), Duration.ofSeconds(1));
    try (RequestLog log = RequestLog.start(settings)) {
      for (int i = 0; i < 5_000; i++) {
        log.answered(LoggingServer.answer(model, "r" + i, "a"));
      }
    }

    List<Path> closed = SegmentReader.closed(directory);
    List<SegmentName> names =
        closed.stream().map(file -> SegmentName.ofClosed(file).orElseThrow()).toList();
    assertThat(names).hasSizeGreaterThan(5).isSorted();
    assertThat(names.stream().map(SegmentName::instance).distinct()).hasSize(1);
    assertThat(names.get(0).sequence()).isEqualTo(1);
    assertThat(names.get(names.size() - 1).sequence()).isEqualTo(names.size());
    assertThat(rows(closed).stream().map(LoggedRow::id))
        .hasSize(5_000)
        .doesNotHaveDuplicates()
        .startsWith("r0", "r1")
        .endsWith("r4999");
  }

  @Test
  void aSegmentIsClosedByAgeWhileTheServerRuns() throws IOException {
    AtomicLong nanos = new AtomicLong();
    LogSettings settings =
        new LogSettings(directory, 10, 1 << 20, Duration.ofMinutes(5), Duration.ofSeconds(1));
    try (RequestLog log = RequestLog.start(settings, SegmentFile.NEW_FILE, nanos::get)) {
      log.answered(LoggingServer.answer(model, "r1", "a"));
      await(() -> log.written() == 1);
      assertThat(SegmentReader.closed(directory)).isEmpty();

      nanos.set(Duration.ofMinutes(5).toNanos());

      await(() -> closedIn(directory) == 1);
      assertThat(rows(SegmentReader.closed(directory))).hasSize(1);
    }
  }

  @Test
  void aServerWithoutRequestsLeavesNoSegments() throws IOException {
    RequestLog.start(LogSettings.in(directory)).close();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatIsOverTheCapacityIsDroppedAndCounted() throws IOException {
    CountDownLatch slowDisk = new CountDownLatch(1);
    SegmentFile.Opener opener =
        file -> {
          await(slowDisk);
          return SegmentFile.NEW_FILE.open(file);
        };
    LogSettings settings =
        new LogSettings(directory, 10, 1 << 20, Duration.ofHours(1), Duration.ofSeconds(1));
    try (RequestLog log = RequestLog.start(settings, opener, System::nanoTime)) {
      for (int i = 0; i < 8; i++) {
        log.answered(LoggingServer.answer(model, "r" + i, "a", "b"));
      }
      assertThat(log.dropped()).as("rows of three requests").isEqualTo(6);
      slowDisk.countDown();
      await(() -> log.written() == 10);
      log.answered(LoggingServer.answer(model, "later", "a"));
    }

    assertThat(rows(SegmentReader.closed(directory)).stream().map(LoggedRow::id).distinct())
        .containsExactly("r0", "r1", "r2", "r3", "r4", "later");
  }

  @Test
  void aFullDiskIsToldAndNothingIsLostOnceThereIsRoom() throws IOException {
    AtomicBoolean full = new AtomicBoolean(true);
    SegmentFile.Opener opener =
        file ->
            full.get()
                // The kernel's own "no space left".
                ? FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)
                : SegmentFile.NEW_FILE.open(file);
    try (RequestLog log = RequestLog.start(LogSettings.in(directory), opener, System::nanoTime)) {
      log.answered(LoggingServer.answer(model, "r1", "a"));
      await(() -> log.failure() != null);
      log.answered(LoggingServer.answer(model, "r2", "b"));

      assertThat(log.failure()).isEqualTo("No space left on device");
      assertThat(log.dropped()).isZero();

      full.set(false);
      await(() -> log.written() == 2);
      assertThat(log.failure()).isNull();
    }

    assertThat(rows(SegmentReader.closed(directory)))
        .containsExactly(row("r1", 0, "a", 0.0), row("r2", 0, "b", 1.0));
  }

  @Test
  void rowsThatWaitForAFullDiskAtTheEndCountAsDropped() {
    SegmentFile.Opener opener =
        file -> FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
    RequestLog log = RequestLog.start(LogSettings.in(directory), opener, System::nanoTime);
    log.answered(LoggingServer.answer(model, "r1", "a", "b"));
    log.close();
    log.answered(LoggingServer.answer(model, "r2", "a"));

    assertThat(log.written()).isZero();
    assertThat(log.dropped()).isEqualTo(3);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDirectoryThatCantBeMadeIsRefusedAtTheStart() throws IOException {
    Files.createDirectory(directory);
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> RequestLog.start(LogSettings.in(file.resolve("log"))))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(StandardError.STORAGE_FAILED))
        .hasMessage(
            "Requests can't be logged in %s: Not a directory (%s)."
                .formatted(file.resolve("log"), file.resolve("log")));
  }

  @Test
  void noRowThatWasWrittenIsLostOrDoubledByAKill() throws Exception {
    long written = 0;
    int left = 0;
    for (int kill = 0; kill < 3; kill++) {
      written += writeUntilKilled();
      left += SegmentRecovery.recover(directory, SegmentFile::isWrittenHere).size();
    }
    assertThat(left).as("segments that the kills left").isPositive();

    assertThat(SegmentReader.open(directory)).isEmpty();
    List<Path> closed = SegmentReader.closed(directory);
    for (Path file : closed) {
      assertThat(SegmentReader.check(file).isWhole()).isTrue();
    }
    List<String> ids = new ArrayList<>();
    for (Path file : closed) {
      String instance = SegmentName.ofClosed(file).orElseThrow().instance();
      SegmentReader.read(file, row -> ids.add(instance + row.id()));
    }
    assertThat(ids).hasSizeGreaterThanOrEqualTo((int) written).doesNotHaveDuplicates();
    for (Path file : closed) {
      assertThat(ids).contains(SegmentName.ofClosed(file).orElseThrow().instance() + "request-0");
    }
  }

  /** Returns how many rows the process said that it had written, before it died. */
  private long writeUntilKilled() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LoggingServer.class.getName(),
                directory.toString(),
                model.modelPackage().directory().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long written = 0;
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      while (written < 2_000) {
        written = Long.parseLong(output.readLine());
      }
    } finally {
      // SIGKILL on Unix.
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return written;
  }

  @Test
  void aTornTailIsCutWhenTheSegmentIsRecovered() throws IOException {
    Path open = leftBehind("r1", "r2", "r3");
    long whole = Files.size(open);
    byte[] bytes = Files.readAllBytes(open);
    for (long torn = 1; torn <= 40; torn += 13) {
      Files.write(open, java.util.Arrays.copyOf(bytes, (int) (whole - torn)));
      assertThat(SegmentReader.check(open).tornBytes()).isPositive();
      assertThat(SegmentReader.check(open).whole()).as("header and two rows").isEqualTo(3);
    }

    List<SegmentRecovery.Recovered> recovered =
        SegmentRecovery.recover(directory, SegmentFile::isWrittenHere);

    assertThat(recovered).hasSize(1);
    assertThat(recovered.get(0).found().tornBytes()).isPositive();
    assertThat(SegmentReader.open(directory)).isEmpty();
    Path closed = SegmentReader.closed(directory).get(0);
    assertThat(SegmentReader.check(closed).isWhole()).isTrue();
    assertThat(rows(List.of(closed)).stream().map(LoggedRow::id)).containsExactly("r1", "r2");
  }

  @Test
  void damageInTheMiddleIsCountedAndTheRestIsRead() throws IOException {
    Path open = leftBehind("r1", "r2", "r3");
    String text = Files.readString(open);
    Files.writeString(open, text.replace("\"r2\"", "\"rX\""));
    List<LoggedRow> rows = new ArrayList<>();

    SegmentCheck check = SegmentReader.read(open, rows::add);

    assertThat(check).isEqualTo(new SegmentCheck(3, 1, Files.size(open), 0));
    assertThat(rows.stream().map(LoggedRow::id)).containsExactly("r1", "r3");
  }

  @Test
  void aFileOfANewerFormatIsRefused() throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve("other-000000000001.jsonl");
    Files.write(
        file,
        io.millrace.model.requestlog.SegmentLines.line(
            "{\"format\":3}".getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() -> SegmentReader.read(file, row -> {}))
        .isInstanceOf(MillraceException.class)
        .hasMessage(file + " has format 3, and this Millrace reads up to 2: use a newer one.");
  }

  @Test
  void aSegmentThatIsBeingWrittenIsLeftAlone() throws IOException {
    try (RequestLog first = RequestLog.start(LogSettings.in(directory))) {
      first.answered(LoggingServer.answer(model, "r1", "a"));
      await(() -> first.written() == 1);
      try (RequestLog second = RequestLog.start(LogSettings.in(directory))) {
        second.answered(LoggingServer.answer(model, "r2", "a"));
        await(() -> second.written() == 1);
        assertThat(SegmentReader.open(directory)).hasSize(2);
      }
      assertThat(SegmentReader.open(directory)).hasSize(1);
    }

    assertThat(rows(SegmentReader.closed(directory)).stream().map(LoggedRow::id))
        .containsExactlyInAnyOrder("r1", "r2");
  }

  /** A segment as a process that was killed would leave it. */
  private Path leftBehind(String... ids) throws IOException {
    try (RequestLog log = RequestLog.start(LogSettings.in(directory))) {
      for (String id : ids) {
        log.answered(LoggingServer.answer(model, id, "a"));
      }
    }
    Path closed = SegmentReader.closed(directory).get(0);
    SegmentName name = SegmentName.ofClosed(closed).orElseThrow();
    return Files.move(closed, directory.resolve(name.open()));
  }

  private static List<LoggedRow> rows(List<Path> segments) throws IOException {
    List<LoggedRow> rows = new ArrayList<>();
    for (Path segment : segments) {
      assertThat(SegmentReader.read(segment, rows::add).isWhole()).isTrue();
    }
    return rows;
  }

  private static int closedIn(Path directory) {
    try {
      return SegmentReader.closed(directory).size();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Until the log's own thread got there. */
  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the log's thread does not get there").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
