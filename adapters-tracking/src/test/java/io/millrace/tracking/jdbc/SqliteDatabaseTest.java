package io.millrace.tracking.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteDatabaseTest {
  @TempDir private Path home;

  private static long runs(Database database) {
    return database.read(session -> session.number("SELECT COUNT(*) FROM run"));
  }

  private static int insert(SqlSession session, String run) throws SQLException {
    return session.update(
        "INSERT INTO run (run, pipeline, started, status, message) VALUES (?, '', 0, 'done', '')",
        run);
  }

  @Test
  void workThatFailsLeavesNothingBehind() {
    IllegalStateException failure = new IllegalStateException("after the first write");
    try (SqliteDatabase database = SqliteDatabase.open(TestHome.file(home))) {
      assertThatThrownBy(
              () ->
                  database.write(
                      session -> {
                        insert(session, "r1");
                        throw failure;
                      }))
          .isSameAs(failure);

      assertThat(runs(database)).isZero();
      database.write(session -> insert(session, "r2"));
      assertThat(runs(database)).isEqualTo(1);
    }
  }

  @Test
  void aWriterThatWaitsTooLongIsToldSoAndReadersDoNotWait() {
    Duration patience = Duration.ofMillis(20);
    try (SqliteDatabase holder = SqliteDatabase.open(TestHome.file(home));
        SqliteDatabase other = SqliteDatabase.open(TestHome.file(home), patience)) {
      holder.write(
          session -> {
            insert(session, "r1");
            assertThat(runs(other)).isZero();
            assertThatThrownBy(() -> other.write(late -> insert(late, "r2")))
                .hasMessage(
                    "the tracking database "
                        + TestHome.file(home)
                        + " is held by another process; try again when that one has ended")
                .asInstanceOf(InstanceOfAssertFactories.type(MillraceException.class))
                .extracting(MillraceException::code)
                .isEqualTo(StandardError.DATABASE_BUSY);
            return session;
          });

      other.write(session -> insert(session, "r2"));
      assertThat(runs(other)).isEqualTo(2);
    }
  }

  /** The codes are SQLite's: READONLY, READONLY_DIRECTORY, IOERR_WRITE, BUSY_RECOVERY, ERROR. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          8    | DATABASE_FAILED | can't be opened for writing; check the permissions of the file and its directory
          1544 | DATABASE_FAILED | can't be opened for writing; check the permissions of the file and its directory
          778  | DATABASE_FAILED | can't be read or written; check its disk (driver's words)
          261  | DATABASE_BUSY   | is held by another process; try again when that one has ended
          1    | DATABASE_FAILED | failed: driver's words
          """)
  void whatTheDriverReportsIsExplained(int code, StandardError expected, String what) {
    SQLException failure = new SQLException("driver's words", null, code);

    MillraceException explained = new SqliteFailures(Path.of("/h/tracking.db")).explain(failure);

    assertThat(explained).hasMessage("the tracking database /h/tracking.db " + what);
    assertThat(explained.code()).isEqualTo(expected);
    assertThat(explained).hasCause(failure);
  }
}
