package io.millrace.storage.delta;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.DeltaOptions;
import org.apache.spark.sql.delta.DummySnapshot;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.delta.commands.DMLUtils;
import org.apache.spark.sql.delta.commands.WriteIntoDelta;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * One transaction on a Delta table, cut open between writing files and committing them: what
 * Delta's public interface does in one step. In between, what was written can be read and refused.
 * The only class that knows Delta's Scala classes; see docs/decisions on duplicate keys.
 */
final class DeltaTransaction {
  private final SparkSession session;
  private final DeltaLog log;
  private final OptimisticTransaction transaction;
  private final List<Action> actions = new ArrayList<>();
  private final Map<String, Long> noted = new TreeMap<>();
  private final List<AddFile> written = new ArrayList<>();

  private DeltaTransaction(SparkSession session, DeltaLog log) {
    this.session = session;
    this.log = log;
    this.transaction = log.startTransaction(Option.empty(), Option.empty());
  }

  static DeltaTransaction start(SparkSession session, TablePath table) {
    return new DeltaTransaction(session, DeltaLog.forTable(session, new Path(table.qualified())));
  }

  /** The version that this transaction builds on; -1 if there is no table. */
  long base() {
    return transaction.readVersion();
  }

  /** The columns of that version; empty if there is no table. */
  Optional<StructType> schema() {
    return base() < 0 ? Optional.empty() : Optional.of(transaction.snapshot().schema());
  }

  /**
   * Writes a frame's files in one job, and takes part in the next version with them.
   *
   * @param mode Overwrite takes all files of the base out of the next version
   * @param options of Delta's writer
   * @param properties of a table that is made by this transaction
   * @return the new files
   */
  List<AddFile> write(
      Dataset<Row> frame,
      SaveMode mode,
      Map<String, String> options,
      Map<String, String> properties) {
    DeltaOptions deltaOptions = new DeltaOptions(scala(options), session.sessionState().conf());
    WriteIntoDelta command =
        new WriteIntoDelta(
            log,
            mode,
            deltaOptions,
            seq(List.of()),
            scala(properties),
            frame,
            Option.empty(),
            Option.empty(),
            false);
    DMLUtils.TaggedCommitData<Action> data =
        command.writeAndReturnCommitData(transaction, session, Option.empty(), false);
    return add(CollectionConverters.asJava(data.actions()));
  }

  /** Writes rows that the table has already, under the schema that the transaction gave it. */
  List<AddFile> rewrite(Dataset<Row> rows) {
    Seq<FileAction> files = transaction.writeFiles(rows);
    return add(CollectionConverters.asJava(files));
  }

  private List<AddFile> add(Iterable<? extends Action> added) {
    List<AddFile> files = new ArrayList<>();
    for (Action action : added) {
      actions.add(action);
      if (action instanceof AddFile file) {
        files.add(file);
      }
    }
    written.addAll(files);
    return files;
  }

  /** All files of the base; a writer that changes any of them meanwhile is a conflict. */
  List<AddFile> baseFiles() {
    Seq<Expression> all = seq(List.of(Literal.TrueLiteral()));
    // With their statistics, which tell how many rows they hold.
    return new ArrayList<>(CollectionConverters.asJava(transaction.filterFiles(all, true)));
  }

  /** Takes files of the base out of the next version. */
  void remove(List<AddFile> files) {
    files.forEach(file -> actions.add(file.remove()));
  }

  /** The rows of files of the base. */
  Dataset<Row> baseRows(List<AddFile> files) {
    return log.createDataFrame(transaction.snapshot(), seq(files), false, Option.empty());
  }

  /** The rows of files that this transaction wrote. */
  Dataset<Row> writtenRows(List<AddFile> files) {
    DummySnapshot next =
        new DummySnapshot(
            log.logPath(), log, transaction.metadata(), Option.apply(transaction.protocol()));
    return log.createDataFrame(next, seq(files), false, Option.empty());
  }

  /** A file as the column {@code _metadata.file_path} names it. */
  String pathOf(AddFile file) {
    return SparkPath.fromPath(file.absolutePath(log)).urlEncoded();
  }

  /** Rows of files, from their statistics; -1 if a file has none. */
  static long rowsOf(List<AddFile> files) {
    long rows = 0;
    for (AddFile file : files) {
      Option<Object> known = file.numLogicalRecords();
      if (known.isEmpty()) {
        return -1;
      }
      rows += (Long) known.get();
    }
    return rows;
  }

  /**
   * Makes the next version visible.
   *
   * @return its number
   * @throws java.util.ConcurrentModificationException if another writer's commit stands in the way
   */
  long commit(DeltaOperations.Operation operation) {
    List<Action> all = new ArrayList<>(actions);
    noted.forEach(
        (application, version) ->
            all.add(
                new SetTransaction(
                    application, version, Option.apply((Object) System.currentTimeMillis()))));
    return transaction.commit(seq(all), operation);
  }

  /** The operation that the log names for a plain write. */
  static DeltaOperations.Operation writing(SaveMode mode, @Nullable String note) {
    return new DeltaOperations.Write(
        mode,
        Option.empty(),
        Option.empty(),
        Option.apply(note),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty());
  }

  /**
   * The version that an application noted last; empty if there is none. From now on a concurrent
   * writer with the same application id is a conflict.
   */
  Optional<Long> watch(String application) {
    long last = transaction.txnVersion(application);
    return last < 0 ? Optional.empty() : Optional.of(last);
  }

  /** Notes an application's version in the same commit; of several the highest counts. */
  void note(String application, long version) {
    noted.merge(application, version, Math::max);
  }

  /** Deletes what was written and never became visible, as far as that is possible. */
  void discard() {
    for (AddFile file : written) {
      Path path = file.absolutePath(log);
      try {
        path.getFileSystem(log.newDeltaHadoopConf()).delete(path, false);
      } catch (java.io.IOException e) {
        // Invisible anyway; VACUUM finds it when its time has come.
        return;
      }
    }
  }

  private static scala.collection.immutable.Map<String, String> scala(Map<String, String> map) {
    return Map$.MODULE$.from(CollectionConverters.asScala(new HashMap<>(map)));
  }

  private static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }
}
