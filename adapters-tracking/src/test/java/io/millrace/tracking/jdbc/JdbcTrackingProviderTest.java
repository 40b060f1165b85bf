package io.millrace.tracking.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.api.tracking.TrackingProvider;
import io.millrace.testkit.memory.MemoryArtifactStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcTrackingProviderTest {
  @TempDir private Path home;

  private static void assertRefused(StandardError code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessage(message)
        .asInstanceOf(InstanceOfAssertFactories.type(MillraceException.class))
        .extracting(MillraceException::code)
        .isEqualTo(code);
  }

  private static RunStart start(String run) {
    return new RunStart(run, "churn", Instant.EPOCH, Map.of(), Map.of(), Map.of());
  }

  @Test
  void theServiceLoaderFindsIt() {
    assertThat(ServiceLoader.load(TrackingProvider.class))
        .hasAtLeastOneElementOfType(JdbcTrackingProvider.class);
  }

  @Test
  void itServesAddressesOfItsDatabases() {
    JdbcTrackingProvider provider = new JdbcTrackingProvider();
    TrackingHome store = TrackingHome.of(home, MemoryArtifactStore.in(home));

    assertThat(provider.accepts(URI.create("sqlite:/x/tracking.db"))).isTrue();
    assertThat(provider.accepts(URI.create("jdbc:postgresql://host/db"))).isTrue();
    assertThat(provider.accepts(URI.create("memory:/"))).isTrue();
    assertThat(provider.accepts(URI.create("memory:team"))).isFalse();
    assertThat(provider.accepts(URI.create("postgresql://host/db"))).isFalse();
    assertRefused(
        StandardError.INVALID_CALL,
        "'sqlite:tracking.db' names no database file; write sqlite:/absolute/path/tracking.db",
        () -> provider.open(URI.create("sqlite:tracking.db"), store));
  }

  @Test
  void aPathMayHoldAnyCharacterAndDirectoriesAreMade() {
    Path odd = home.resolve("a b?c%20d#ü&e=f/deep");
    URI whole = URI.create("sqlite:" + TestHome.file(odd).toUri());

    try (Tracking tracking = TestHome.tracking(odd);
        Tracking same =
            new JdbcTrackingProvider()
                .open(whole, TrackingHome.of(odd, MemoryArtifactStore.in(odd)))) {
      tracking.runs().start(start("r1"));
      assertThat(same.runs().run("r1")).isPresent();
      assertThat(same.state()).containsExactly(Map.entry("schema", "4"));
    }
    assertThat(TestHome.file(odd)).isRegularFile();
  }

  @Test
  void aClosedDatabaseIsOneFile() throws IOException {
    try (Tracking tracking = TestHome.tracking(home)) {
      tracking.runs().start(start("r1"));
    }

    try (Stream<Path> files = Files.list(home)) {
      assertThat(files).containsExactly(TestHome.file(home));
    }
  }

  @Test
  void aDatabaseOfANewerMillraceIsRefusedAndLeftAlone() throws IOException {
    TestHome.tracking(home).close();
    try (SqliteDatabase database = SqliteDatabase.open(TestHome.file(home))) {
      database.write(session -> session.update("INSERT INTO schema_version VALUES (?, ?)", 7, 0));
    }
    byte[] before = Files.readAllBytes(TestHome.file(home));

    assertRefused(
        StandardError.DATABASE_TOO_NEW,
        "the tracking database "
            + TestHome.file(home)
            + " is of a newer Millrace (its schema is 7, this Millrace knows up to 4);"
            + " use that Millrace, or another home",
        () -> TestHome.tracking(home));
    assertThat(TestHome.file(home)).hasBinaryContent(before);
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws IOException {
    byte[] garbage =
        "no database, but somebody's notes\n".repeat(200).getBytes(StandardCharsets.UTF_8);
    Files.write(TestHome.file(home), garbage);

    assertRefused(StandardError.DATABASE_CORRUPT, corrupt(), () -> TestHome.tracking(home));

    assertThat(TestHome.file(home)).hasBinaryContent(garbage);
    try (Stream<Path> files = Files.list(home)) {
      assertThat(files).containsExactly(TestHome.file(home));
    }
  }

  @Test
  void aDatabaseWithBrokenPagesIsRefusedWhereTheyAreRead() throws IOException {
    try (Tracking tracking = TestHome.tracking(home)) {
      tracking.runs().start(start("r1"));
    }
    byte[] content = Files.readAllBytes(TestHome.file(home));
    // The first page, which holds the header and the list of tables, stays.
    Arrays.fill(content, 4096, content.length, (byte) 0x5a);
    Files.write(TestHome.file(home), content);

    assertRefused(
        StandardError.DATABASE_CORRUPT,
        corrupt(),
        () -> {
          try (Tracking tracking = TestHome.tracking(home)) {
            tracking.runs().runs(RunQuery.newest(9));
          }
        });
    assertThat(TestHome.file(home)).hasBinaryContent(content);
  }

  private String corrupt() {
    return "the tracking database "
        + TestHome.file(home)
        + " is corrupt; bring back a copy of it, or move it away to start with an empty one";
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
    Files.writeString(home.resolve("file"), "");

    assertRefused(
        StandardError.DATABASE_FAILED,
        "can't make the directory " + home.resolve("file/home") + " for the tracking database",
        () -> TestHome.tracking(home.resolve("file/home")));
  }

  @Test
  void aDirectoryInTheFilesPlaceIsRefused() throws IOException {
    Files.createDirectories(TestHome.file(home));

    assertRefused(
        StandardError.DATABASE_FAILED,
        "the tracking database "
            + TestHome.file(home)
            + " can't be opened for writing; check the permissions of the file and its directory",
        () -> TestHome.tracking(home));
  }

  @Test
  void aFullDiskIsToldAndNothingIsHalfWritten() {
    try (SqliteDatabase database = SqliteDatabase.open(TestHome.file(home))) {
      JdbcRunTracker runs = new JdbcRunTracker(database, TestHome.files(home));
      runs.start(start("r1"));
      // The database may not grow any more: to SQLite the same as a full disk.
      database.read(session -> session.list("PRAGMA max_page_count = 1", row -> row.getInt(1)));
      String large = "x".repeat(1 << 16);

      assertRefused(
          StandardError.DISK_FULL,
          "the tracking database "
              + TestHome.file(home)
              + " can't grow: the disk is full; make room there",
          () ->
              runs.start(
                  new RunStart(
                      "r2", "churn", Instant.EPOCH, Map.of(), Map.of(), Map.of("file", large))));
      assertThat(runs.run("r2")).isEmpty();
      assertThat(runs.run("r1")).isPresent();
    }
  }
}
