package io.millrace.spark;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.Columns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Writes frames for users: beside the target first, then into place by renaming. Vectors become
 * arrays, in CSV one column a slot; other nested values become JSON texts in CSV.
 */
final class FrameWriter {
  private final Dataset<Row> frame;
  private final Path target;
  private final FileSystem files;

  private FrameWriter(Dataset<Row> frame, Path target, FileSystem files) {
    this.frame = frame;
    this.target = target;
    this.files = files;
  }

  static void write(Dataset<Row> frame, String path, String format, boolean overwrite) {
    try {
      Path given = new Path(path);
      FileSystem files =
          given.getFileSystem(frame.sparkSession().sparkContext().hadoopConfiguration());
      new FrameWriter(frame, files.makeQualified(given), files).write(format, overwrite);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "'" + path + "' can't be written: " + Failures.rootMessage(e),
          e);
    }
  }

  private void write(String format, boolean overwrite) throws IOException {
    if (files.exists(target) && !overwrite) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "'" + target + "' is there already; name another place, or allow it to be overwritten.");
    }
    switch (format) {
      case "delta" -> writeDelta();
      case "parquet", "json" -> writeAndRename(arrays(), format);
      case "csv" -> writeAndRename(flat(), format);
      default ->
          throw new MillraceException(
              StandardError.INVALID_CALL,
              "'" + format + "' is no format to write; formats are csv, delta, json and parquet.");
    }
  }

  /** Delta's own commit makes the version visible whole. */
  private void writeDelta() {
    arrays()
        .write()
        .format("delta")
        .mode(SaveMode.Overwrite)
        .option("overwriteSchema", "true")
        .save(target.toString());
  }

  private void writeAndRename(Dataset<Row> written, String format) throws IOException {
    Path fresh = sibling();
    try {
      // As RFC 4180 says, and as ingest/csv reads: a quote is escaped by doubling it.
      written
          .write()
          .format(format)
          .option("header", "true")
          .option("escape", "\"")
          .save(fresh.toString());
      replace(fresh);
    } finally {
      files.delete(fresh, true);
    }
  }

  private void replace(Path fresh) throws IOException {
    Path old = sibling();
    boolean replaces = files.exists(target);
    if (replaces) {
      move(target, old);
    }
    try {
      move(fresh, target);
    } catch (IOException e) {
      if (replaces) {
        move(old, target);
      }
      throw e;
    }
    if (replaces) {
      files.delete(old, true);
    }
  }

  private void move(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("renaming " + from + " to " + to + " was refused");
    }
  }

  /** Hidden, so that no reader of the parent directory takes it for data. */
  private Path sibling() {
    return new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
  }

  private Dataset<Row> arrays() {
    List<Column> columns = new ArrayList<>();
    for (StructField field : frame.schema().fields()) {
      columns.add(isVector(field) ? array(field).as(field.name()) : Columns.col(field.name()));
    }
    return frame.select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> flat() {
    List<Column> columns = new ArrayList<>();
    for (StructField field : frame.schema().fields()) {
      if (isVector(field)) {
        addSlots(columns, field);
      } else {
        columns.add(text(field).as(field.name()));
      }
    }
    return frame.select(columns.toArray(Column[]::new));
  }

  private void addSlots(List<Column> columns, StructField field) {
    int size = AttributeGroup.fromStructField(field).size();
    int slots = size >= 0 ? size : sizeOfFirst(field);
    for (int i = 0; i < slots; i++) {
      columns.add(functions.get(array(field), functions.lit(i)).as(field.name() + "_" + i));
    }
  }

  /** Where no metadata tells a vector's size, a row must. */
  private int sizeOfFirst(StructField field) {
    Column column = Columns.col(field.name());
    List<Row> first = frame.select(column).filter(column.isNotNull()).takeAsList(1);
    return first.isEmpty() ? 0 : first.get(0).<Vector>getAs(0).size();
  }

  private static Column text(StructField field) {
    Column column = Columns.col(field.name());
    DataType type = field.dataType();
    if (type instanceof BinaryType) {
      return functions.base64(column);
    }
    boolean nested = type instanceof ArrayType || type instanceof StructType;
    return nested ? functions.to_json(column) : column;
  }

  private static Column array(StructField field) {
    return Columns.array(Columns.col(field.name()));
  }

  private static boolean isVector(StructField field) {
    return field.dataType().equals(SQLDataTypes.VectorType());
  }
}
