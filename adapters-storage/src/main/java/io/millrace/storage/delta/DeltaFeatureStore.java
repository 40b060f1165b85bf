package io.millrace.storage.delta;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureVersion;
import io.millrace.api.store.Publication;
import io.millrace.spark.api.Schemas;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Feature tables as Delta tables, each in a folder of its name below the store's root. */
final class DeltaFeatureStore implements FeatureStore<Dataset<Row>> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

  private final FileIO files;
  private final TablePath root;

  DeltaFeatureStore(FileIO files, TablePath root) {
    this.files = files;
    this.root = root;
  }

  @Override
  public FeatureVersion publish(Dataset<Row> frame, Publication publication, EffectKey key) {
    TableLog log = log(publication.table());
    return new DeltaPublisher(log)
        .publish(frame, TableWrite.of(publication, key.token()), key)
        .toFeatureVersion(publication.table());
  }

  @Override
  public Dataset<Row> read(String table, long version) {
    return log(table).rows(SparkSession.active(), existing(table, version).version());
  }

  @Override
  public List<String> tables() {
    List<String> tables = new ArrayList<>();
    // No table's name sorts before the exclamation mark.
    try (CloseableIterator<FileStatus> entries = files.listFrom(root.qualified() + "/!")) {
      while (entries.hasNext()) {
        String path = entries.next().getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (NAME.matcher(name).matches() && log(name).exists()) {
          tables.add(name);
        }
      }
    } catch (IOException e) {
      if (!TableLog.isMissing(e)) {
        throw DeltaFailures.unlistable(new TableLog(files, root, "the feature tables"), e);
      }
    }
    tables.sort(null);
    return List.copyOf(tables);
  }

  @Override
  public List<FeatureVersion> history(String table) {
    TableLog log = log(table);
    List<FeatureVersion> history = new ArrayList<>();
    for (FileStatus file : log.versions().newestFirst()) {
      history.add(log.commit(file).toFeatureVersion(table));
    }
    return List.copyOf(history);
  }

  @Override
  public Optional<FeatureVersion> latest(String table) {
    return log(table).latest().map(commit -> commit.toFeatureVersion(table));
  }

  @Override
  public Optional<FeatureVersion> version(String table, long version) {
    TableLog log = log(table);
    return log.versions().file(version).map(file -> log.commit(file).toFeatureVersion(table));
  }

  @Override
  public Optional<FeatureVersion> versionAsOf(String table, Instant time) {
    TableLog log = log(table);
    return log.asOf(time).map(commit -> commit.toFeatureVersion(table));
  }

  @Override
  public Schema schema(String table, long version) {
    return Schemas.fromSpark(log(table).state(existing(table, version).version()).schema());
  }

  private Commit existing(String table, long version) {
    TableLog log = log(table);
    // Reading what the commit says finds a half-written file before an engine makes sense of it.
    return log.versions()
        .file(version)
        .map(log::commit)
        .orElseThrow(() -> DeltaFailures.notFound(log, version));
  }

  @Override
  public String location(String table) {
    return root.resolve(table).shown();
  }

  /** Whether a table may be called that. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  private TableLog log(String table) {
    if (!isName(table)) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "'"
              + table
              + "' can't name a feature table: a name is made of letters, digits, _ and -.");
    }
    return new TableLog(files, root.resolve(table), "feature table '" + table + "'");
  }
}
