package io.millrace.tracking.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.LinkQuery;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.Tracking;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
  /** What 4.sql adds, taken away again. */
  private static final List<String> TO_SCHEMA_3 =
      List.of(
          "DROP TABLE run_link",
          "DROP INDEX run_kind",
          "DROP INDEX run_kind_pipeline",
          "ALTER TABLE run DROP COLUMN kind",
          "DELETE FROM schema_version WHERE version > 3");

  @TempDir private Path home;

  private static void makeOld(Database database) {
    database.write(
        session -> {
          for (String statement : TO_SCHEMA_3) {
            session.update(statement);
          }
          return session.update(
              "INSERT INTO run (run, pipeline, started, status, message)"
                  + " VALUES ('old', 'churn', 1, 'done', '')");
        });
  }

  @Test
  void anEmbeddedDatabaseFromBeforeKindsAndLinksIsBroughtUpToDate() {
    try (SqliteDatabase database = SqliteDatabase.open(TestHome.file(home))) {
      makeOld(database);
    }
    assertUpToDate(TestHome.embedded(home));
  }

  @Test
  @Tag("full")
  void aServersDatabaseFromBeforeKindsAndLinksIsBroughtUpToDate() {
    String address = PostgresServer.emptySchema();
    PostgresAddress parsed = PostgresAddress.parse(URI.create(address), name -> Optional.empty());
    try (PostgresDatabase database = PostgresDatabase.open(parsed)) {
      makeOld(database);
    }
    assertUpToDate(address);
  }

  private void assertUpToDate(String address) {
    RunLink link = RunLink.reads(new Asset(Asset.Kind.DATA, "file:/a", "1"));
    try (Tracking tracking = TestHome.tracking(address, home)) {
      tracking
          .runs()
          .start(
              new RunStart(
                  "new", RunKind.SCORE, "churn", Instant.EPOCH, Map.of(), Map.of(), Map.of()));
      tracking.runs().links("old", List.of(link));

      assertThat(tracking.runs().runs(RunQuery.newest(9)))
          .extracting(RunRecord::start)
          .containsExactly(
              new RunStart(
                  "old", "churn", Instant.ofEpochSecond(0, 1), Map.of(), Map.of(), Map.of()));
      assertThat(tracking.runs().count(RunQuery.newest(9).of(Set.of()))).isEqualTo(2);
      assertThat(
              tracking
                  .runs()
                  .linkedRuns(
                      new LinkQuery(
                          RunLink.Direction.READS, Asset.Kind.DATA, "file:/a", Set.of(), 9)))
          .hasSize(1);
    }
  }
}
