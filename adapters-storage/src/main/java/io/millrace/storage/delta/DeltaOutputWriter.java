package io.millrace.storage.delta;

import static java.util.Objects.requireNonNull;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.output.Written;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.stream.BatchKey;
import io.millrace.api.stream.Delivery;
import io.millrace.api.stream.StreamOutputWriter;
import io.millrace.api.tracking.DataPlace;
import io.millrace.spark.api.FlatColumns;
import io.millrace.spark.api.SparkFrames;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes Delta tables of the user's own. The job is the application of Delta's transaction, so the
 * table's log tells whether it was done; the note of the commit tells what was written. Vectors
 * become arrays.
 */
public final class DeltaOutputWriter implements StreamOutputWriter<Dataset<Row>> {
  private static final String WHAT = "the Delta table";

  @Override
  public DatasetType<Dataset<Row>> datasetType() {
    return SparkFrames.TYPE;
  }

  @Override
  public Set<String> kinds() {
    return Set.of("delta");
  }

  /** A path without a scheme is a local one, wherever Spark's files lie. */
  @Override
  public String placeName(Output output) {
    return DataPlace.path(TablePath.parse(String.valueOf(output.path())).qualified());
  }

  @Override
  public Optional<Written> find(Output output, EffectKey key) {
    TableLog log = log(output);
    Optional<Long> from = log.transaction(application(key));
    if (from.isEmpty()) {
      return Optional.empty();
    }
    Optional<Commit> commit = commit(log, from.get(), key);
    if (output.mode() == Mode.OVERWRITE && !isNewest(log, commit)) {
      return Optional.empty();
    }
    // Delta remembers transactions longer than commits: what is forgotten is taken for the same.
    return Optional.of(
        commit
            .map(DeltaOutputWriter::written)
            .orElseGet(() -> new Written(key.fingerprint(), -1, Map.of())));
  }

  private static boolean isNewest(TableLog log, Optional<Commit> commit) {
    return commit.isPresent()
        && log.latest().filter(newest -> newest.version() == commit.get().version()).isPresent();
  }

  private static Optional<Commit> commit(TableLog log, long from, EffectKey key) {
    LogVersions versions = log.versions();
    String prefix = application(key) + "/";
    for (long version = from; version <= versions.lastVersion(); version++) {
      Optional<Commit> found =
          versions
              .file(version)
              .map(log::commit)
              .filter(c -> c.note().filter(n -> n.effect().startsWith(prefix)).isPresent());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Written written(Commit commit) {
    EffectNote note = commit.note().orElseThrow();
    Map<String, String> facts = new HashMap<>();
    facts.put("version", Long.toString(commit.version()));
    String content = note.effect().substring(note.effect().lastIndexOf('/') + 1);
    return new Written(content, note.added(), facts);
  }

  @Override
  public Written write(Dataset<Row> frame, Output output, EffectKey key) {
    Dataset<Row> rows = FlatColumns.arrays(frame);
    if (output.replace() != null) {
      requireCondition(rows, output.replace());
    }
    TableWrite write = TableWrite.of(output, application(key), rows.schema());
    try {
      return written(new DeltaPublisher(log(output)).publish(rows, write, key));
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      throw explained(output, e);
    }
  }

  @Override
  public Delivery delivery(Output output) {
    if (output.mode() == Mode.OVERWRITE || output.mode() == Mode.REPLACE) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "a stream does not %s what lies at %s; the modes of streams are create, append and merge"
              .formatted(output.mode().text(), output.shown()));
    }
    return Delivery.EXACTLY_ONCE;
  }

  @Override
  public void requireReady(Output output, BatchKey key) {
    TableLog log = log(output);
    if (output.mode() == Mode.CREATE
        && log.exists()
        && log.transaction(key.application()).isEmpty()) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "'%s' is there already; name another place, or let rows be added (--append, or mode: append)."
              .formatted(log.path().shown()));
    }
  }

  /** The stream is the application of Delta's transaction, the number of the batch its version. */
  @Override
  public Written write(Dataset<Row> frame, Output output, BatchKey key) {
    EffectKey effect = new EffectKey(key.stream(), key.place(), Long.toString(key.batch()));
    Dataset<Row> rows = FlatColumns.arrays(frame);
    TableWrite write = TableWrite.of(output, key.application(), rows.schema()).inBatch(key.batch());
    try {
      return new DeltaPublisher(log(output))
          .publishBatch(rows, write, effect)
          .map(DeltaOutputWriter::written)
          .orElseGet(() -> new Written(effect.fingerprint(), -1, Map.of()));
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      throw explained(output, e);
    }
  }

  private static void requireCondition(Dataset<Row> rows, String condition) {
    try {
      rows.filter(condition).schema();
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "replace: '"
              + condition
              + "' is no condition on the columns that are written ("
              + firstLine(e)
              + "); write one as day = '2026-11-20'.",
          e);
    }
  }

  private static String firstLine(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    String line =
        message.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    return line.replaceFirst("^\\[[A-Z_.]+\\] ", "").replaceFirst("\\. .*$|\\.$", "");
  }

  private static RuntimeException explained(Output output, Exception failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof AnalysisException
          && String.valueOf(t.getMessage()).contains("DELTA_REPLACE_WHERE_MISMATCH")) {
        return new MillraceException(
            StandardError.BAD_RECORD,
            "Rows lie outside of the condition \"%s\" that says which rows they replace; nothing was written to %s. Correct replace, or filter the input."
                .formatted(output.replace(), output.shown()),
            failure);
      }
    }
    throw DeltaFailures.<RuntimeException>undeclared(failure);
  }

  private static String application(EffectKey key) {
    return key.run() + "/" + key.stage();
  }

  private static TableLog log(Output output) {
    TablePath path = TablePath.parse(requireNonNull(output.path()));
    return new TableLog(FileAccess.to(path), path, WHAT);
  }
}
