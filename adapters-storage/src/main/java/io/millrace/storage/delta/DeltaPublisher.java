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
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.types.StructType;

/**
 * Publishes frames to one table: once per effect, and again while other writers stand in the way.
 */
final class DeltaPublisher {
  private final TableLog log;

  DeltaPublisher(TableLog log) {
    this.log = log;
  }

  /** The commit that the effect made, now or before. */
  Commit publish(Dataset<Row> frame, TableWrite publication, EffectKey key) {
    requirePublishable(frame.schema(), publication);
    Lock lock = CommitLocks.inProcess(log.path());
    lock.lock();
    try {
      return publishLocked(FileCount.sensible(frame), publication, key);
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

  private Commit publishLocked(Dataset<Row> frame, TableWrite publication, EffectKey key) {
    // Whoever overwrites anew wants the rows there now, though others wrote since it did so before.
    long before = publication.anySchema() ? log.latest().map(Commit::version).orElse(-1L) : -1L;
    return new Conflicts(log)
        .retried(
            () -> {
              Optional<Commit> done = since(before, publication, key);
              if (done.isEmpty()) {
                attempt(frame, publication, key);
                done = since(before, publication, key);
              }
              return done.orElseThrow(
                  () -> new IllegalStateException("a commit that succeeded is in the log"));
            });
  }

  private Optional<Commit> since(long before, TableWrite publication, EffectKey key) {
    return commitOf(publication, key).filter(commit -> commit.version() > before);
  }

  private void attempt(Dataset<Row> frame, TableWrite publication, EffectKey key) {
    SparkSession session = frame.sparkSession();
    DeltaTransaction transaction = start(session);
    EffectNote note;
    try {
      if (publication.mode() == Mode.CREATE && transaction.base() >= 0) {
        throw DeltaFailures.exists(log);
      }
      transaction.watch(publication.application());
      note =
          new DeltaPublication(
                  transaction, log.what(), publication, frame.schema(), before(transaction.base()))
              .write(frame, key);
    } catch (Exception e) {
      transaction.discard();
      throw DeltaFailures.published(log, e);
    }
    commit(transaction, publication, operation(publication, note), key);
  }

  private DeltaTransaction start(SparkSession session) {
    // Tells a damaged log apart from whatever Delta makes of it.
    Optional<Commit> latest = log.latest();
    try {
      return DeltaTransaction.start(session, log.path());
    } catch (Exception e) {
      throw DeltaFailures.unreadable(log, latest.map(Commit::version).orElse(0L), e);
    }
  }

  private void commit(
      DeltaTransaction transaction,
      TableWrite publication,
      DeltaOperations.Operation operation,
      EffectKey key) {
    try {
      CommitLocks.betweenProcesses(log.path(), () -> transaction.commit(operation));
    } catch (ConcurrentModificationException e) {
      // Delta is sure then that nothing was committed.
      transaction.discard();
      throw e;
    } catch (Exception e) {
      // What Delta does after a commit may fail too, so the log alone knows.
      if (commitOf(publication, key).isEmpty()) {
        transaction.discard();
        throw DeltaFailures.published(log, e);
      }
    }
  }

  private static DeltaOperations.Operation operation(TableWrite publication, EffectNote note) {
    return switch (publication.mode()) {
      case CREATE, OVERWRITE, REPLACE ->
          DeltaTransaction.writing(SaveMode.Overwrite, note.toJson());
      case APPEND -> DeltaTransaction.writing(SaveMode.Append, note.toJson());
      case MERGE -> new MergeByKeys(note.toJson());
    };
  }

  private EffectNote before(long version) {
    EffectNote unknown = new EffectNote("", "", -1, -1, -1, -1);
    return log.versions().file(version).map(log::commit).flatMap(Commit::figures).orElse(unknown);
  }

  /** The commit that an effect made. Delta's own count of transactions says where to look. */
  private Optional<Commit> commitOf(TableWrite publication, EffectKey key) {
    Optional<Long> from = log.transaction(publication.application());
    if (from.isEmpty()) {
      return Optional.empty();
    }
    LogVersions versions = log.versions();
    if (publication.batchOrNull() != null) {
      return from.get() < publication.batchOrNull() ? Optional.empty() : newest(versions, key);
    }
    for (long version = from.get(); version <= versions.lastVersion(); version++) {
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
