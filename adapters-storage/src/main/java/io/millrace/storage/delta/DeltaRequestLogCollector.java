package io.millrace.storage.delta;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.requestlog.RequestLogCollector;
import io.millrace.api.schema.DatasetType;
import io.millrace.model.requestlog.SegmentName;
import io.millrace.model.requestlog.SegmentRecovery;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.api.SparkFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * Keeps logged requests in a Delta table. Each instance of a server is an application of Delta's
 * transactions, and the number of its last segment is that application's version: rows and numbers
 * become visible in one commit. Delta never forgets them, unless the table's property {@code
 * delta.setTransactionRetentionDuration} is set.
 */
public final class DeltaRequestLogCollector implements RequestLogCollector<Dataset<Row>> {
  private static final String WHAT = "the table of requests";
  private static final String APPLICATION = "millrace-request-log/";

  @Override
  public DatasetType<Dataset<Row>> datasetType() {
    return SparkFrames.TYPE;
  }

  @Override
  public Waiting waiting(Path directory, String table) {
    recover(directory);
    Collection<Path> missing = missing(directory, done(directory, log(table))).values();
    return new Waiting(
        missing.size(),
        RequestRows.bytes(new ArrayList<>(missing)),
        RequestSegments.open(directory).size());
  }

  private static void recover(Path directory) {
    RequestSegments.reading(
        directory, place -> SegmentRecovery.recover(place, writtenHere -> false));
  }

  /** By instance, the number of the last segment that the table has. */
  private static Map<String, Long> done(Path directory, TableLog log) {
    Map<String, Long> byApplication =
        log.transactions(
            RequestSegments.closed(directory, name -> true).keySet().stream()
                .map(name -> APPLICATION + name.instance())
                .distinct()
                .toList());
    Map<String, Long> done = new TreeMap<>();
    byApplication.forEach(
        (application, last) -> done.put(application.substring(APPLICATION.length()), last));
    return done;
  }

  private static SortedMap<SegmentName, Path> missing(Path directory, Map<String, Long> done) {
    return RequestSegments.closed(
        directory, name -> name.sequence() > done.getOrDefault(name.instance(), 0L));
  }

  @Override
  public Collected collect(Path directory, String table) {
    recover(directory);
    TableLog log = log(table);
    Lock lock = CommitLocks.inProcess(log.path());
    lock.lock();
    try {
      return new Conflicts(log).retried(() -> attempt(directory, log));
    } finally {
      lock.unlock();
    }
  }

  private static Collected attempt(Path directory, TableLog log) {
    SparkSession session = SparkSession.active();
    DeltaTransaction transaction = DeltaTransaction.start(session, log.path());
    transaction.schema().ifPresent(schema -> requireRequests(schema, log));
    Map<String, Long> done = new TreeMap<>();
    RequestSegments.closed(directory, name -> true).keySet().stream()
        .map(SegmentName::instance)
        .distinct()
        .forEach(
            instance -> done.put(instance, transaction.watch(APPLICATION + instance).orElse(0L)));
    SortedMap<SegmentName, Path> missing = missing(directory, done);
    if (missing.isEmpty()) {
      return new Collected(0, 0, 0, transaction.base());
    }
    LongAccumulator damaged = session.sparkContext().longAccumulator();
    try {
      Dataset<Row> rows = RequestRows.of(session, new ArrayList<>(missing.values()), damaged);
      long count =
          DeltaTransaction.rowsOf(transaction.write(rows, SaveMode.Append, Map.of(), Map.of()));
      missing
          .keySet()
          .forEach(name -> transaction.note(APPLICATION + name.instance(), name.sequence()));
      commit(transaction, log, missing.lastKey());
      return new Collected(missing.size(), count, damaged.value(), transaction.base() + 1);
    } catch (ConcurrentModificationException e) {
      transaction.discard();
      throw e;
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      transaction.discard();
      throw DeltaFailures.published(log, e);
    }
  }

  private static void commit(DeltaTransaction transaction, TableLog log, SegmentName last)
      throws Exception {
    try {
      CommitLocks.betweenProcesses(
          log.path(), () -> transaction.commit(DeltaTransaction.writing(SaveMode.Append, null)));
    } catch (ConcurrentModificationException e) {
      throw e;
    } catch (Exception e) {
      // What Delta does after a commit may fail too, so the log alone knows.
      String application = APPLICATION + last.instance();
      if (log.transaction(application).filter(number -> number >= last.sequence()).isEmpty()) {
        throw e;
      }
    }
  }

  private static void requireRequests(StructType found, TableLog log) {
    StructType own = Schemas.toSpark(RequestColumns.SCHEMA);
    for (var field : own.fields()) {
      boolean there =
          found.getFieldIndex(field.name()).isDefined()
              && found.apply(field.name()).dataType().equals(field.dataType());
      if (!there) {
        throw new MillraceException(
            StandardError.SCHEMA_MISMATCH,
            "%s holds no requests: it has no column '%s' of type %s; name another table."
                .formatted(log.path().shown(), field.name(), field.dataType().simpleString()));
      }
    }
  }

  @Override
  public int prune(Path directory, String table) {
    Map<String, Long> done = done(directory, log(table));
    Collection<Path> taken =
        RequestSegments.closed(
                directory, name -> name.sequence() <= done.getOrDefault(name.instance(), 0L))
            .values();
    return RequestSegments.reading(
        directory,
        place -> {
          int deleted = 0;
          for (Path file : taken) {
            deleted += delete(file) ? 1 : 0;
          }
          return deleted;
        });
  }

  private static boolean delete(Path file) throws IOException {
    return Files.deleteIfExists(file);
  }

  private static TableLog log(String table) {
    TablePath path = TablePath.parse(table);
    return new TableLog(FileAccess.to(path), path, WHAT);
  }
}
