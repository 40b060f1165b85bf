package io.millrace.tracking.jdbc;

import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.TrialRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what is noted of a run into its tables. */
final class RunRows {
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

  private final SqlSession session;

  RunRows(SqlSession session) {
    this.session = session;
  }

  /** A run that is not known yet. */
  void insert(RunStart start) throws SQLException {
    session.update(
        "INSERT INTO run (run, kind, pipeline, started, status, message) VALUES (?, ?, ?, ?, ?,"
            + " '')",
        start.run(),
        start.kind().text(),
        start.pipeline(),
        Columns.nanos(start.time()),
        RunStatus.RUNNING.text());
    put("run_param", start.run(), start.params());
    put("run_tag", start.run(), start.tags());
    put("run_document", start.run(), start.documents());
  }

  /** Texts by name; the last one of a name counts. */
  void put(String table, String run, Map<String, String> values) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    values.forEach((name, value) -> rows.add(new Object[] {run, name, value}));
    session.updateAll(
        "INSERT INTO "
            + table
            + " (run, name, value) VALUES (?, ?, ?)"
            + " ON CONFLICT (run, name) DO UPDATE SET value = excluded.value",
        rows);
  }

  void stage(String run, StageRecord stage) throws SQLException {
    StageFigures figures = stage.figures();
    session.update(
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
  }

  void metrics(String run, Map<String, Double> metrics, long step) throws SQLException {
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
  }

  void trials(String run, List<TrialRecord> trials) throws SQLException {
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
  }

  void links(String run, Collection<RunLink> links) throws SQLException {
    new LinkTable(session).add(run, links);
  }
}
