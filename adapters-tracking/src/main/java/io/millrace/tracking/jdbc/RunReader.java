package io.millrace.tracking.jdbc;

import io.millrace.api.tracking.MetricPoint;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.TrialRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts runs together from their tables. */
final class RunReader {
  private static final String RUN =
      "SELECT run, kind, pipeline, started, status, ended, message FROM run";

  private final SqlSession session;

  RunReader(SqlSession session) {
    this.session = session;
  }

  /** A row of the table of runs. */
  private record Row(
      String run,
      RunKind kind,
      String pipeline,
      Instant started,
      RunStatus status,
      @Nullable Instant ended,
      String message) {
    static Row read(ResultSet row) throws SQLException {
      long nanos = row.getLong("ended");
      Instant ended = row.wasNull() ? null : Columns.time(nanos);
      return new Row(
          row.getString("run"),
          RunKind.of(row.getString("kind")).orElseThrow(),
          row.getString("pipeline"),
          Columns.time(row.getLong("started")),
          RunStatus.of(row.getString("status")),
          ended,
          row.getString("message"));
    }
  }

  Optional<RunRecord> whole(String run) throws SQLException {
    Optional<Row> row = session.first(RUN + " WHERE run = ?", Row::read, run);
    if (row.isEmpty()) {
      return Optional.empty();
    }
    RunParts parts = RunParts.read(session, List.of(run));
    return Optional.of(record(row.get(), parts, stages(run), documents(run)));
  }

  List<RunRecord> summaries(RunQuery query) throws SQLException {
    RunSelection selection = RunSelection.of(query);
    List<Row> rows = session.list(selection.rows(), Row::read, selection.rowArguments());
    RunParts parts = RunParts.read(session, rows.stream().map(Row::run).toList());
    return rows.stream().map(row -> record(row, parts, List.of(), Map.of())).toList();
  }

  long count(RunQuery query) throws SQLException {
    RunSelection selection = RunSelection.of(query);
    return session.number(selection.number(), selection.numberArguments());
  }

  List<TrialRecord> trials(String run) throws SQLException {
    return session.list(
        """
        SELECT search, number, options, row_share, metrics FROM run_trial
        WHERE run = ? ORDER BY search, number
        """,
        row ->
            new TrialRecord(
                row.getString(1),
                row.getInt(2),
                Columns.texts(row.getString(3)),
                row.getDouble(4),
                Columns.numbers(row.getString(5))),
        run);
  }

  List<MetricPoint> history(String run, String metric) throws SQLException {
    return session.list(
        "SELECT value, step FROM run_metric WHERE run = ? AND name = ? ORDER BY step",
        row -> new MetricPoint(row.getLong(2), RunParts.number(row, 1)),
        run,
        metric);
  }

  private static RunRecord record(
      Row row, RunParts parts, List<StageRecord> stages, Map<String, String> documents) {
    RunStart start =
        new RunStart(
            row.run(),
            row.kind(),
            row.pipeline(),
            row.started(),
            parts.params(row.run()),
            parts.tags(row.run()),
            documents);
    return new RunRecord(
        start, row.status(), row.ended(), row.message(), stages, parts.metrics(row.run()));
  }

  private Map<String, String> documents(String run) throws SQLException {
    Map<String, String> texts = new LinkedHashMap<>();
    session.list(
        "SELECT name, value FROM run_document WHERE run = ? ORDER BY name",
        row -> texts.put(row.getString(1), row.getString(2)),
        run);
    return texts;
  }

  private List<StageRecord> stages(String run) throws SQLException {
    return session.list(
        "SELECT * FROM run_stage WHERE run = ? ORDER BY position, stage",
        row ->
            new StageRecord(
                row.getInt("position"),
                row.getString("stage"),
                row.getString("factory"),
                StageRecord.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("fingerprint"),
                row.getString("data_version"),
                row.getDouble("seconds"),
                figures(row),
                Columns.texts(row.getString("facts")),
                row.getString("message")),
        run);
  }

  private static StageFigures figures(ResultSet row) throws SQLException {
    return new StageFigures(
        row.getLong("row_count"),
        row.getLong("bytes_read"),
        row.getLong("bytes_written"),
        row.getLong("shuffle_bytes"),
        row.getLong("spilled_bytes"),
        row.getLong("peak_memory_bytes"),
        row.getInt("jobs"),
        row.getInt("tasks"));
  }
}
