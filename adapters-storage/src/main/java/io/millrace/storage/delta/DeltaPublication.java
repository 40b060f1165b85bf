package io.millrace.storage.delta;

import static org.apache.spark.sql.functions.lit;

import io.millrace.api.effect.EffectKey;
import io.millrace.spark.api.Columns;
import io.millrace.storage.delta.TableWrite.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One attempt to publish a frame: the frame is read once, in the job that writes its files; what
 * else must be known (duplicate keys, rows that a merge replaces) is read from those files.
 */
final class DeltaPublication {
  private final DeltaTransaction transaction;
  private final TableWrite publication;
  private final KeyCheck keys;
  private final TableSchema schema;
  private final long rowsBefore;
  private final long filesBefore;

  /**
   * @param before what the log says of the version that the transaction builds on; its figures are
   *     -1 where they are not known
   */
  DeltaPublication(
      DeltaTransaction transaction,
      String what,
      TableWrite publication,
      StructType frame,
      EffectNote before) {
    this.transaction = transaction;
    this.publication = publication;
    this.keys = new KeyCheck(what, publication.keys());
    this.schema =
        transaction
            .schema()
            .map(table -> TableSchema.evolved(table, frame, what, publication))
            .orElseGet(() -> TableSchema.ofNew(frame));
    this.rowsBefore = before.rows();
    this.filesBefore = before.files();
  }

  /** Writes all files of the next version and checks them; the commit is left to the caller. */
  EffectNote write(Dataset<Row> frame, EffectKey key) {
    List<AddFile> fresh =
        transaction.write(conformed(frame), saveMode(), options(), publication.properties());
    if (!publication.keys().isEmpty()) {
      keys.requireUnique(keysToCompare(fresh));
    }
    Figures added = new Figures(DeltaTransaction.rowsOf(fresh), fresh.size());
    Figures figures =
        publication.mode() == Mode.REPLACE
            ? new Figures(-1, -1)
            : keepRows(fresh, replacesAll() ? added : before().plus(added));
    return new EffectNote(
        key.token(),
        key.run(),
        transaction.base(),
        figures.rows(),
        figures.files(),
        publication.mode() == Mode.REPLACE ? -1 : added.rows());
  }

  private boolean replacesAll() {
    return publication.replacesTable() || schema.widens();
  }

  private SaveMode saveMode() {
    boolean replaces = replacesAll() || publication.mode() == Mode.REPLACE;
    return replaces ? SaveMode.Overwrite : SaveMode.Append;
  }

  private Figures before() {
    return transaction.base() < 0 ? new Figures(0, 0) : new Figures(rowsBefore, filesBefore);
  }

  private Map<String, String> options() {
    Map<String, String> options = new HashMap<>();
    options.put("txnAppId", publication.application());
    // Where to look for the commit; it is the next version unless another writer comes between.
    long next = transaction.base() + 1;
    options.put(
        "txnVersion",
        Long.toString(publication.batchOrNull() == null ? next : publication.batchOrNull()));
    if (publication.replaceOrNull() != null && transaction.base() >= 0) {
      options.put("replaceWhere", publication.replaceOrNull());
    }
    if (schema.changes()) {
      options.put(replacesAll() ? "overwriteSchema" : "mergeSchema", "true");
    }
    return options;
  }

  /** An append leaves the rows of the table, so their keys count too; a merge replaces those. */
  private Dataset<Row> keysToCompare(List<AddFile> fresh) {
    Dataset<Row> written = keys.keysOf(transaction.writtenRows(fresh));
    return publication.mode() == Mode.APPEND && transaction.base() >= 0
        ? written.unionAll(keys.keysOf(transaction.baseRows(transaction.baseFiles())))
        : written;
  }

  /** Writes again what the table keeps of files that go, and says what that does to its figures. */
  private Figures keepRows(List<AddFile> fresh, Figures figures) {
    if (transaction.base() < 0
        || publication.replacesTable()
        || (publication.mode() == Mode.APPEND && !schema.widens())) {
      return figures;
    }
    List<AddFile> files = transaction.baseFiles();
    if (publication.mode() == Mode.APPEND) {
      return figures.plus(rewritten(transaction.baseRows(files)));
    }
    Dataset<Row> fresher = keys.keysOf(transaction.writtenRows(fresh));
    if (schema.widens()) {
      return figures.plus(rewritten(keys.matching(transaction.baseRows(files), fresher, false)));
    }
    List<AddFile> touched = touched(files, fresher);
    if (touched.isEmpty()) {
      return figures;
    }
    transaction.remove(touched);
    return figures
        .plus(rewritten(keys.matching(transaction.baseRows(touched), fresher, false)))
        .minus(new Figures(DeltaTransaction.rowsOf(touched), touched.size()));
  }

  private Figures rewritten(Dataset<Row> rows) {
    List<AddFile> files = transaction.rewrite(conformed(rows));
    return new Figures(DeltaTransaction.rowsOf(files), files.size());
  }

  /** The files that hold a row which a merge replaces; the others stay as they are. */
  private List<AddFile> touched(List<AddFile> files, Dataset<Row> fresher) {
    Dataset<Row> rows = transaction.baseRows(files);
    Column path = rows.metadataColumn("_metadata").getField("file_path");
    List<Column> columns = new ArrayList<>(List.of(Columns.cols(publication.keys())));
    columns.add(path.as("file path"));
    Set<String> paths =
        new HashSet<>(
            keys.matching(rows.select(columns.toArray(Column[]::new)), fresher, true)
                .select(Columns.col("file path"))
                .distinct()
                .as(Encoders.STRING())
                .collectAsList());
    return files.stream().filter(file -> paths.contains(transaction.pathOf(file))).toList();
  }

  /** The rows with just the columns of the next version, in their order and types. */
  private Dataset<Row> conformed(Dataset<Row> rows) {
    StructType given = rows.schema();
    Set<String> names = Set.of(given.fieldNames());
    Column[] columns = new Column[schema.target().size()];
    boolean same = given.size() == columns.length;
    for (int i = 0; i < columns.length; i++) {
      StructField field = schema.target().apply(i);
      boolean present = names.contains(field.name());
      boolean asItIs =
          present && TypeWidening.same(given.apply(field.name()).dataType(), field.dataType());
      same = same && asItIs && given.apply(i).name().equals(field.name());
      Column value = present ? Columns.col(field.name()) : lit(null);
      columns[i] = asItIs ? value : value.cast(field.dataType()).as(field.name(), field.metadata());
    }
    return same ? rows : rows.select(columns);
  }

  /** Rows and files; -1 rows where they are not known. */
  private record Figures(long rows, long files) {
    Figures plus(Figures other) {
      return new Figures(
          rows < 0 || other.rows < 0 ? -1 : rows + other.rows,
          files < 0 ? -1 : files + other.files);
    }

    Figures minus(Figures other) {
      return new Figures(
          rows < 0 || other.rows < 0 ? -1 : rows - other.rows,
          files < 0 ? -1 : files - other.files);
    }
  }
}
