package io.millrace.storage.delta;

import io.delta.kernel.utils.FileStatus;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.storage.delta.TableWrite.Mode;
import java.util.ConcurrentModificationException;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.types.StructType;

/**
 * Publishes frames to one table: once per effect, and again while other writers stand in the way.
 */
final class DeltaPublisher {
  private static final EffectNote UNKNOWN = new EffectNote("", "", -1, -1, -1, -1);

  private final TableLog log;

  DeltaPublisher(TableLog log) {
    this.log = log;
  }

  /** The commit that the effect made, now or before. */
  Commit publish(Dataset<Row> frame, TableWrite publication, EffectKey key) {
    return attempted(frame, publication, key)
        .orElseThrow(() -> new IllegalStateException("only batches are known without a commit"));
  }

  /** The commit that wrote a batch now; empty if it lay there before. */
  Optional<Commit> publishBatch(Dataset<Row> frame, TableWrite batch, EffectKey key) {
    return attempted(frame, batch, key);
  }

  private Optional<Commit> attempted(Dataset<Row> frame, TableWrite publication, EffectKey key) {
    requirePublishable(frame.schema(), publication);
    Lock lock = CommitLocks.inProcess(log.path());
    lock.lock();
    try {
      // Whoever overwrites anew wants the rows there now, though others wrote since it did before.
      long before = publication.anySchema() ? log.latest().map(Commit::version).orElse(-1L) : -1L;
      Dataset<Row> rows = FileCount.sensible(frame);
      return new Conflicts(log).retried(() -> attempt(rows, publication, key, before));
    } finally {
      lock.unlock();
    }
  }

  private void requirePublishable(StructType frame, TableWrite publication) {
    TableSchema.requireStorable(frame);
    if (publication.mode() == Mode.MERGE && publication.keys().isEmpty()) {
      throw new MillraceException(
          StandardError.MISSING_OPTION,
          KeyCheck.capital(log.what()) + ": a merge needs keys, the columns that identify a row.");
    }
    new KeyCheck(log.what(), publication.keys()).requireIn(frame);
  }

  /**
   * What is there already is told by the transaction's own snapshot: whoever wrote it since is a
   * conflict, after which the next attempt sees it.
   */
  private Optional<Commit> attempt(
      Dataset<Row> frame, TableWrite publication, EffectKey key, long before) {
    // Tells a damaged log apart from whatever Delta makes of it.
    Optional<Commit> latest = log.latest();
    DeltaTransaction transaction;
    Optional<Long> last;
    try {
      transaction = DeltaTransaction.start(frame.sparkSession(), log.path());
      last = transaction.watch(publication.application());
    } catch (Exception e) {
      throw DeltaFailures.unreadable(log, latest.map(Commit::version).orElse(0L), e);
    }
    if (publication.isBatchDone(last)) {
      return Optional.empty();
    }
    Optional<Commit> done =
        publication.batchOrNull() == null
            ? last.flatMap(from -> since(from, key)).filter(commit -> commit.version() > before)
            : Optional.empty();
    if (done.isPresent()) {
      return done;
    }
    long base = transaction.base();
    Optional<Commit> built = latest.filter(c -> c.version() == base).or(() -> log.recent(base));
    return Optional.of(write(transaction, frame, publication.behind(last), built, key));
  }

  private Commit write(
      DeltaTransaction transaction,
      Dataset<Row> frame,
      TableWrite publication,
      Optional<Commit> base,
      EffectKey key) {
    EffectNote note;
    try {
      if (publication.mode() == Mode.CREATE && transaction.base() >= 0) {
        throw DeltaFailures.exists(log);
      }
      note =
          new DeltaPublication(
                  transaction,
                  log.what(),
                  publication,
                  frame.schema(),
                  base.flatMap(Commit::figures).orElse(UNKNOWN))
              .write(frame, key);
    } catch (Exception e) {
      transaction.discard();
      throw DeltaFailures.published(log, e);
    }
    return commit(transaction, publication, operation(publication, note), key);
  }

  private Commit commit(
      DeltaTransaction transaction,
      TableWrite publication,
      DeltaOperations.Operation operation,
      EffectKey key) {
    long version;
    try {
      version = CommitLocks.betweenProcesses(log.path(), () -> transaction.commit(operation));
    } catch (ConcurrentModificationException e) {
      // Delta is sure then that nothing was committed.
      transaction.discard();
      throw e;
    } catch (Exception e) {
      // What Delta does after a commit may fail too, so the log alone knows.
      Optional<Commit> done = commitOf(publication, key);
      if (done.isEmpty()) {
        transaction.discard();
        throw DeltaFailures.published(log, e);
      }
      return done.get();
    }
    return log.recent(version)
        .orElseThrow(() -> new IllegalStateException("a commit that succeeded is in the log"));
  }

  private static DeltaOperations.Operation operation(TableWrite publication, EffectNote note) {
    return switch (publication.mode()) {
      case CREATE, OVERWRITE, REPLACE ->
          DeltaTransaction.writing(SaveMode.Overwrite, note.toJson());
      case APPEND -> DeltaTransaction.writing(SaveMode.Append, note.toJson());
      case MERGE -> new MergeByKeys(note.toJson());
    };
  }

  /** The commit that an effect made. Delta's own count of transactions says where to look. */
  private Optional<Commit> commitOf(TableWrite publication, EffectKey key) {
    Optional<Long> from = log.transaction(publication.application());
    if (from.isEmpty()) {
      return Optional.empty();
    }
    if (publication.batchOrNull() != null) {
      return publication.isBatchDone(from) ? newest(log.versions(), key) : Optional.empty();
    }
    return since(from.get(), key);
  }

  private Optional<Commit> since(long from, EffectKey key) {
    LogVersions versions = log.versions();
    for (long version = from; version <= versions.lastVersion(); version++) {
      Optional<Commit> commit = versions.file(version).map(log::commit);
      if (commit.flatMap(Commit::note).filter(n -> n.effect().equals(key.token())).isPresent()) {
        return commit;
      }
    }
    return Optional.empty();
  }

  /** The commit of a batch that is there; it lies near the end of the log. */
  private Optional<Commit> newest(LogVersions versions, EffectKey key) {
    for (FileStatus file : versions.newestFirst()) {
      Commit commit = log.commit(file);
      if (commit.note().filter(n -> n.effect().equals(key.token())).isPresent()) {
        return Optional.of(commit);
      }
    }
    return Optional.empty();
  }
}
