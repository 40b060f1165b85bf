package io.millrace.tracking.jdbc;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.DocumentName;
import io.millrace.api.tracking.LinkQuery;
import io.millrace.api.tracking.LinkedRun;
import io.millrace.api.tracking.MetricPoint;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.TrialRecord;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs in a database. */
final class JdbcRunTracker implements RunTracker {
  private static final String ARTIFACT =
      """
      INSERT INTO run_artifact (run, name, artifact) VALUES (?, ?, ?)
      ON CONFLICT (run, name) DO UPDATE SET artifact = excluded.artifact
      """;
  private static final String ARTIFACT_OF =
      "SELECT artifact FROM run_artifact WHERE run = ? AND name = ?";

  private final Database database;
  private final RunFiles files;

  JdbcRunTracker(Database database, RunFiles files) {
    this.database = database;
    this.files = files;
  }

  @Override
  public void start(RunStart start) {
    database.write(
        turn(start.run()),
        session -> {
          int goesOn =
              session.update(
                  "UPDATE run SET status = ?, ended = NULL, message = '' WHERE run = ?",
                  RunStatus.RUNNING.text(),
                  start.run());
          if (goesOn == 0) {
            new RunRows(session).insert(start);
          }
          return goesOn;
        });
  }

  private static String turn(String run) {
    return "run " + run;
  }

  @Override
  public void stage(String run, StageRecord stage) {
    note(run, rows -> rows.stage(run, stage));
  }

  @Override
  public void metrics(String run, Map<String, Double> metrics, long step) {
    note(run, rows -> rows.metrics(run, metrics, step));
  }

  @Override
  public void tags(String run, Map<String, String> tags) {
    note(run, rows -> rows.put("run_tag", run, tags));
  }

  @Override
  public void trials(String run, List<TrialRecord> trials) {
    note(run, rows -> rows.trials(run, trials));
  }

  /** What is written of a run. */
  @FunctionalInterface
  private interface Note {
    void write(RunRows rows) throws SQLException;
  }

  private void note(String run, Note note) {
    database.write(
        turn(run),
        session -> {
          require(session, run);
          note.write(new RunRows(session));
          return run;
        });
  }

  @Override
  public void document(String run, String name, String text) {
    Map<String, String> document = Map.of(DocumentName.require(name), text);
    note(run, rows -> rows.put("run_document", run, document));
  }

  @Override
  public void artifact(String run, String name, Path file) {
    Optional<String> replaced =
        database.write(
            turn(run),
            session -> {
              require(session, run);
              Optional<String> before =
                  session.first(ARTIFACT_OF, row -> row.getString(1), run, name);
              String kept = files.keep(session, run, name, file);
              session.update(ARTIFACT, run, name, kept);
              Optional<String> old = before.filter(artifact -> !artifact.equals(kept));
              if (old.isPresent()) {
                files.forget(session, old.get());
              }
              return old;
            });
    replaced.ifPresent(files::forgotten);
  }

  @Override
  public void finish(String run, RunStatus status, Instant end, String message) {
    database.write(
        turn(run),
        session -> {
          require(session, run);
          return session.update(
              "UPDATE run SET status = ?, ended = ?, message = ? WHERE run = ?",
              status.text(),
              Columns.nanos(end),
              message,
              run);
        });
  }

  private static void require(SqlSession session, String run) throws SQLException {
    if (session.number("SELECT COUNT(*) FROM run WHERE run = ?", run) == 0) {
      throw new MillraceException(StandardError.NOT_FOUND, "there is no run '" + run + "'");
    }
  }

  @Override
  public Optional<RunRecord> run(String run) {
    return database.read(session -> new RunReader(session).whole(run));
  }

  @Override
  public List<RunRecord> runs(RunQuery query) {
    return database.read(session -> new RunReader(session).summaries(query));
  }

  @Override
  public long count(RunQuery query) {
    return database.read(session -> new RunReader(session).count(query));
  }

  @Override
  public List<TrialRecord> trials(String run) {
    return database.read(session -> new RunReader(session).trials(run));
  }

  @Override
  public List<MetricPoint> history(String run, String metric) {
    return database.read(session -> new RunReader(session).history(run, metric));
  }

  @Override
  public List<String> artifacts(String run) {
    return database.read(
        session ->
            session.list(
                "SELECT name FROM run_artifact WHERE run = ? ORDER BY name",
                row -> row.getString(1),
                run));
  }

  @Override
  public Path open(String run, String artifact) {
    Optional<String> kept =
        database.read(
            session -> session.first(ARTIFACT_OF, row -> row.getString(1), run, artifact));
    return files.open(
        kept.orElseThrow(
            () ->
                new MillraceException(
                    StandardError.NOT_FOUND, "run '%s' has no file '%s'".formatted(run, artifact))),
        artifact);
  }

  @Override
  public void links(String run, Collection<RunLink> links) {
    note(run, rows -> rows.links(run, links));
  }

  @Override
  public List<RunLink> links(String run) {
    return database.read(session -> new LinkTable(session).of(run));
  }

  @Override
  public List<LinkedRun> linkedRuns(LinkQuery query) {
    return database.read(session -> new LinkTable(session).asked(query));
  }

  @Override
  public void delete(String run) {
    List<String> kept =
        database.write(
            turn(run),
            session -> {
              List<String> artifacts =
                  session.list(
                      "SELECT artifact FROM run_artifact WHERE run = ?",
                      row -> row.getString(1),
                      run);
              for (String artifact : artifacts) {
                files.forget(session, artifact);
              }
              session.update("DELETE FROM run WHERE run = ?", run);
              return artifacts;
            });
    kept.forEach(files::forgotten);
  }
}
