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
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.TrialRecord;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs in a database. */
final class JdbcRunTracker implements RunTracker {
  private static final String STAGE =
      """
      INSERT INTO run_stage (run, stage, position, factory, status, fingerprint, data_version,
        seconds, row_count, bytes_read, bytes_written, shuffle_bytes, spilled_bytes,
        peak_memory_bytes, jobs, tasks, facts, message)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (run, stage) DO UPDATE SET position = excluded.position,
        factory = excluded.factory, status = excluded.status, fingerprint = excluded.fingerprint,
        data_version = excluded.data_version, seconds = excluded.seconds,
        row_count = excluded.row_count, bytes_read = excluded.bytes_read,
        bytes_written = excluded.bytes_written, shuffle_bytes = excluded.shuffle_bytes,
        spilled_bytes = excluded.spilled_bytes, peak_memory_bytes = excluded.peak_memory_bytes,
        jobs = excluded.jobs, tasks = excluded.tasks, facts = excluded.facts,
        message = excluded.message
      """;
  private static final String METRIC =
      """
      INSERT INTO run_metric (run, name, step, value, mention) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (run, name, step) DO UPDATE SET value = excluded.value
      """;

  private static final String TRIAL =
      """
      INSERT INTO run_trial (run, search, number, options, row_share, metrics)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (run, search, number) DO UPDATE SET options = excluded.options,
        row_share = excluded.row_share, metrics = excluded.metrics
      """;
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
            insert(session, start);
          }
          return goesOn;
        });
  }

  private static void insert(SqlSession session, RunStart start) throws SQLException {
    session.update(
        "INSERT INTO run (run, kind, pipeline, started, status, message) VALUES (?, ?, ?, ?, ?,"
            + " '')",
        start.run(),
        start.kind().text(),
        start.pipeline(),
        Columns.nanos(start.time()),
        RunStatus.RUNNING.text());
    put(session, "run_param", start.run(), start.params());
    put(session, "run_tag", start.run(), start.tags());
    put(session, "run_document", start.run(), start.documents());
  }

  private static void put(SqlSession session, String table, String run, Map<String, String> values)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    values.forEach((name, value) -> rows.add(new Object[] {run, name, value}));
    session.updateAll(
        "INSERT INTO "
            + table
            + " (run, name, value) VALUES (?, ?, ?)"
            + " ON CONFLICT (run, name) DO UPDATE SET value = excluded.value",
        rows);
  }

  private static String turn(String run) {
    return "run " + run;
  }

  @Override
  public void stage(String run, StageRecord stage) {
    StageFigures figures = stage.figures();
    database.write(
        turn(run),
        session -> {
          require(session, run);
          return session.update(
              STAGE,
              run,
              stage.stage(),
              stage.position(),
              stage.use(),
              stage.status().text(),
              stage.fingerprint(),
              stage.dataVersion(),
              stage.seconds(),
              figures.rows(),
              figures.bytesRead(),
              figures.bytesWritten(),
              figures.shuffleBytes(),
              figures.spilledBytes(),
              figures.peakMemoryBytes(),
              figures.jobs(),
              figures.tasks(),
              Columns.json(stage.facts()),
              stage.message());
        });
  }

  @Override
  public void metrics(String run, Map<String, Double> metrics, long step) {
    database.write(
        turn(run),
        session -> {
          require(session, run);
          long mention =
              session.number("SELECT COALESCE(MAX(mention), 0) FROM run_metric WHERE run = ?", run);
          List<@Nullable Object[]> rows = new ArrayList<>();
          for (Map.Entry<String, Double> metric : metrics.entrySet()) {
            Double value = metric.getValue();
            mention++;
            rows.add(
                new @Nullable Object[] {
                  run, metric.getKey(), step, value.isNaN() ? null : value, mention
                });
          }
          session.updateAll(METRIC, rows);
          return mention;
        });
  }

  @Override
  public void tags(String run, Map<String, String> tags) {
    database.write(
        turn(run),
        session -> {
          require(session, run);
          put(session, "run_tag", run, tags);
          return run;
        });
  }

  @Override
  public void trials(String run, List<TrialRecord> trials) {
    database.write(
        turn(run),
        session -> {
          require(session, run);
          List<@Nullable Object[]> rows = new ArrayList<>();
          for (TrialRecord trial : trials) {
            rows.add(
                new Object[] {
                  run,
                  trial.search(),
                  trial.number(),
                  Columns.json(trial.options()),
                  trial.rows(),
                  Columns.json(trial.metrics())
                });
          }
          session.updateAll(TRIAL, rows);
          return run;
        });
  }

  @Override
  public void document(String run, String name, String text) {
    Map<String, String> document = Map.of(DocumentName.require(name), text);
    database.write(
        turn(run),
        session -> {
          require(session, run);
          put(session, "run_document", run, document);
          return run;
        });
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
    database.write(
        turn(run),
        session -> {
          require(session, run);
          new LinkTable(session).add(run, links);
          return run;
        });
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
