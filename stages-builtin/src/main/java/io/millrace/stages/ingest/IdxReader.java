package io.millrace.stages.ingest;

import io.millrace.api.error.StandardError;
import io.millrace.spark.api.RowFailures;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Reads rows of IDX files in a task, one after another. */
final class IdxReader implements FlatMapFunction<IdxPiece, Row> {
  private static final long serialVersionUID = 1;

  private final Broadcast<SerializableConfiguration> hadoop;
  private final boolean position;

  /**
   * A reader.
   *
   * @param position whether rows hold their place as the last value
   */
  IdxReader(Broadcast<SerializableConfiguration> hadoop, boolean position) {
    this.hadoop = hadoop;
    this.position = position;
  }

  @Override
  public Iterator<Row> call(IdxPiece piece) {
    Configuration configuration = hadoop.value().value();
    Values values = new Values(piece.file(), piece.from(), configuration);
    Values labels =
        piece.labels() == null ? null : new Values(piece.labels(), piece.from(), configuration);
    return new Rows(piece, values, labels, position);
  }

  private static final class Rows implements Iterator<Row> {
    private final IdxPiece piece;
    private final Values values;
    private final @Nullable Values labels;
    private final boolean position;
    private int read;

    Rows(IdxPiece piece, Values values, @Nullable Values labels, boolean position) {
      this.piece = piece;
      this.values = values;
      this.labels = labels;
      this.position = position;
    }

    @Override
    public boolean hasNext() {
      return read < piece.rows();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int place = piece.from() + read++;
      Object[] row = new Object[1 + (labels == null ? 0 : 1) + (position ? 1 : 0)];
      // Most pixels of many images are 0.
      row[0] = Vectors.dense(values.next(place)).compressed();
      if (labels != null) {
        double label = labels.next(place)[0];
        row[1] = labels.areWhole() ? (Object) (int) label : (Object) label;
      }
      if (position) {
        row[row.length - 1] = place;
      }
      return RowFactory.create(row);
    }
  }

  /** The values of a file, from a row on; closed with the task. */
  private static final class Values {
    private final String shown;
    private final DataInputStream stream;
    private final IdxHeader header;
    private final byte[] bytes;

    Values(URI file, int from, Configuration configuration) {
      Path path = new Path(file);
      shown = SourceFiles.shown(path);
      try {
        BufferedInputStream raw =
            new BufferedInputStream(path.getFileSystem(configuration).open(path), 1 << 16);
        closeWithTask(raw);
        boolean gzipped = IdxHeader.isGzipped(raw);
        stream = IdxHeader.unpacked(raw);
        header = IdxHeader.read(stream, shown, gzipped);
        bytes = new byte[header.rowBytes()];
        stream.skipNBytes((long) from * bytes.length);
      } catch (IOException e) {
        throw unreadable(e);
      } catch (FSError e) {
        throw unreadable(SourceFiles.cause(e));
      }
    }

    private static void closeWithTask(BufferedInputStream stream) {
      TaskContext task = TaskContext.get();
      if (task != null) {
        TaskCompletionListener close =
            context -> {
              try {
                stream.close();
              } catch (IOException e) {
                // What was read was whole: a file that can't be closed does no harm.
              }
            };
        task.addTaskCompletionListener(close);
      }
    }

    private RuntimeException unreadable(IOException e) {
      return RowFailures.failure(
          StandardError.UNREADABLE_FILE, "'" + shown + "' can't be read: " + e.getMessage() + ".");
    }

    double[] next(int place) {
      try {
        stream.readFully(bytes);
        if (place == header.rows() - 1 && stream.read() >= 0) {
          throw RowFailures.failure(
              StandardError.UNREADABLE_FILE,
              "'%s' goes on after its %d rows: it is damaged.".formatted(shown, header.rows()));
        }
      } catch (EOFException e) {
        throw RowFailures.failure(
            StandardError.UNREADABLE_FILE,
            "'%s' ends after %d of %d rows: it was cut off, or is damaged."
                .formatted(shown, place, header.rows()));
      } catch (IOException e) {
        throw unreadable(e);
      } catch (FSError e) {
        throw unreadable(SourceFiles.cause(e));
      }
      ByteBuffer row = ByteBuffer.wrap(bytes);
      double[] values = new double[header.width()];
      for (int i = 0; i < values.length; i++) {
        values[i] = header.type().value(row, i);
      }
      return values;
    }

    boolean areWhole() {
      return header.type().isWhole();
    }
  }
}
