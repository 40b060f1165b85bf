package io.millrace.storage.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.utils.FileStatus;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * A Delta table's log, read without a session: what a version is, from the first line of its commit
 * file; its columns, through Delta's kernel, which knows checkpoints and the protocol.
 */
final class TableLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileIO files;
  private final Engine engine;
  private final TablePath table;
  private final String what;

  /**
   * @param files reads where the table lies
   * @param table where it lies
   * @param what how messages call it, as {@code feature table 'telco'}
   */
  TableLog(FileIO files, TablePath table, String what) {
    this.files = files;
    this.engine = DefaultEngine.create(files);
    this.table = table;
    this.what = what;
  }

  /** What messages call the table. */
  String what() {
    return what;
  }

  /** Where the table lies. */
  TablePath path() {
    return table;
  }

  /** The versions that the log holds. */
  LogVersions versions() {
    return LogVersions.list(this, files, logDirectory(), 0);
  }

  /** The newest version; empty if there is no table. */
  Optional<Commit> latest() {
    LogVersions newest = LogVersions.list(this, files, logDirectory(), lastCheckpoint());
    return newest.isEmpty() ? Optional.empty() : Optional.of(commit(newest.last()));
  }

  /** The newest version that was there at that time; empty if there was none. */
  Optional<Commit> asOf(Instant time) {
    for (FileStatus file : versions().newestFirst()) {
      Commit commit = commit(file);
      if (!commit.time().isAfter(time)) {
        return Optional.of(commit);
      }
    }
    return Optional.empty();
  }

  /** Where listing the log may start; object stores list what comes after a name at no cost. */
  private long lastCheckpoint() {
    try (BufferedReader reader = open(logDirectory() + "/_last_checkpoint")) {
      return JSON.readTree(reader).path("version").asLong(0);
    } catch (IOException e) {
      // A hint only: without it, or with a broken one, everything is listed.
      return 0;
    }
  }

  /** The newest version, or one that came just before it; empty if the log holds none such. */
  Optional<Commit> recent(long version) {
    // Lists what comes after it only, however long the log is.
    LogVersions from = LogVersions.list(this, files, logDirectory(), version);
    return from.commit(version).map(this::commit);
  }

  /** One version, which {@link #versions} must have named. */
  Commit commit(FileStatus file) {
    long version = LogVersions.versionOf(file);
    Instant fileTime = Instant.ofEpochMilli(file.getModificationTime());
    try (BufferedReader reader = open(file.getPath())) {
      boolean empty = true;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode action = JSON.readTree(line);
        if (action.has("commitInfo")) {
          return Commit.of(version, action.get("commitInfo"), fileTime);
        }
        empty = empty && action.isMissingNode();
      }
      if (empty) {
        throw new IOException("the file is empty");
      }
      return Commit.of(version, JSON.createObjectNode(), fileTime);
    } catch (IOException e) {
      throw DeltaFailures.corrupt(this, version, e);
    }
  }

  private BufferedReader open(String path) throws IOException {
    SeekableInputStream stream = files.newInputFile(path, 0).newStream();
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /** The table as it was in a version that {@link #versions} names. */
  State state(long version) {
    try {
      return state(
          (SnapshotImpl)
              TableManager.loadSnapshot(path().qualified()).atVersion(version).build(engine));
    } catch (Exception e) {
      throw DeltaFailures.unreadable(this, version, e);
    }
  }

  /** The rows of a version that {@link #versions} names. */
  Dataset<Row> rows(SparkSession session, long version) {
    try {
      return session.read().format("delta").option("versionAsOf", version).load(table.qualified());
    } catch (Exception e) {
      throw DeltaFailures.unreadable(this, version, e);
    }
  }

  /** What changed from one version to another, both included. */
  Dataset<Row> changes(SparkSession session, long from, long to) {
    try {
      return session
          .read()
          .format("delta")
          .option("readChangeFeed", "true")
          .option("startingVersion", from)
          .option("endingVersion", to)
          .load(table.qualified());
    } catch (Exception e) {
      throw DeltaFailures.unreadable(this, to, e);
    }
  }

  private static State state(SnapshotImpl snapshot) {
    // Kernel's own schema knows no ML vectors; Spark's parser does, and needs no session.
    StructType schema = (StructType) DataType.fromJson(snapshot.getMetadata().getSchemaString());
    boolean keepsChanges =
        Boolean.parseBoolean(
            snapshot.getMetadata().getConfiguration().get("delta.enableChangeDataFeed"));
    return new State(snapshot.getVersion(), snapshot.getMetadata().getId(), schema, keepsChanges);
  }

  /** The version that Delta counts for that application's transactions; empty if there is none. */
  Optional<Long> transaction(String application) {
    return Optional.ofNullable(transactions(List.of(application)).get(application));
  }

  /** The same of several applications, without those that have none. */
  Map<String, Long> transactions(List<String> applications) {
    if (versions().isEmpty() || applications.isEmpty()) {
      return Map.of();
    }
    try {
      SnapshotImpl newest =
          (SnapshotImpl) TableManager.loadSnapshot(path().qualified()).build(engine);
      Map<String, Long> found = new TreeMap<>();
      for (String application : applications) {
        newest
            .getLatestTransactionVersion(engine, application)
            .ifPresent(version -> found.put(application, version));
      }
      return found;
    } catch (Exception e) {
      throw DeltaFailures.unreadable(this, versions().lastVersion(), e);
    }
  }

  private String logDirectory() {
    return table.qualified() + "/_delta_log";
  }

  /** Whether there is a table. */
  boolean exists() {
    return !versions().isEmpty();
  }

  /** Whether an exception says that there is nothing to read. */
  static boolean isMissing(IOException e) {
    return e instanceof FileNotFoundException;
  }

  /**
   * A table at one version.
   *
   * @param version the version
   * @param id stays the same as long as the table is not dropped and made anew
   * @param schema its columns, with what Delta and Spark ML keep in their metadata
   * @param keepsChanges whether each commit says what it changed
   */
  record State(long version, String id, StructType schema, boolean keepsChanges) {}
}
