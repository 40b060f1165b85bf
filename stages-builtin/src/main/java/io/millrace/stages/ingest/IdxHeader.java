package io.millrace.stages.ingest;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * What stands before the values of an IDX file: two zero bytes, the type of the values, the number
 * of dimensions, and the size of each, with the most significant byte first. See "The IDX file
 * format" in the description of the MNIST database.
 *
 * @param shown how messages name the file
 * @param type of the values
 * @param sizes of the dimensions; the first one counts the rows
 * @param gzipped whether the file is
 */
record IdxHeader(String shown, IdxType type, List<Integer> sizes, boolean gzipped) {
  /** What GZIP files start with. */
  private static final int GZIP = 0x1F8B;

  /** Reads it, and leaves the stream where the values start. */
  static IdxHeader read(DataInputStream stream, String shown, boolean gzipped) throws IOException {
    try {
      int magic = stream.readInt();
      IdxType type = IdxType.of(magic >> 8 & 0xFF);
      int dimensions = magic & 0xFF;
      if (magic >>> 16 != 0 || type == null || dimensions == 0) {
        throw noIdx(shown, "it starts with %08X".formatted(magic));
      }
      List<Integer> sizes = new ArrayList<>();
      for (int i = 0; i < dimensions; i++) {
        int size = stream.readInt();
        if (size < 0) {
          throw noIdx(shown, "dimension %d has the size %d".formatted(i + 1, size));
        }
        sizes.add(size);
      }
      IdxHeader header = new IdxHeader(shown, type, List.copyOf(sizes), gzipped);
      header.width();
      return header;
    } catch (EOFException e) {
      throw noIdx(shown, "it ends within its header");
    }
  }

  private static MillraceException noIdx(String shown, String reason) {
    return new MillraceException(
        StandardError.UNREADABLE_FILE, "'%s' is no IDX file: %s.".formatted(shown, reason));
  }

  /**
   * The file's content, unpacked if it is gzipped, whatever its name says.
   *
   * @param raw a stream that can be reset
   */
  static DataInputStream unpacked(InputStream raw) throws IOException {
    return new DataInputStream(
        isGzipped(raw) ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16) : raw);
  }

  /** Whether a GZIP file starts here; the stream, which can be reset, stays where it is. */
  static boolean isGzipped(InputStream stream) throws IOException {
    stream.mark(2);
    int start = stream.read() << 8 | stream.read();
    stream.reset();
    return start == GZIP;
  }

  int rows() {
    return sizes.get(0);
  }

  /** How many values a row has. */
  int width() {
    long width = 1;
    for (int size : sizes.subList(1, sizes.size())) {
      width *= size;
      if (width > Integer.MAX_VALUE / 8) {
        throw noIdx(shown, "a row of the shape %s is too long".formatted(shape()));
      }
    }
    return (int) width;
  }

  /** The sizes of a row's dimensions, as 28 × 28; 1 if it has none. */
  String shape() {
    List<String> shape = sizes.stream().skip(1).map(String::valueOf).toList();
    return shape.isEmpty() ? "1" : String.join(" × ", shape);
  }

  /** The bytes of a row. */
  int rowBytes() {
    return width() * type.bytes();
  }

  /** The bytes before the values. */
  int bytes() {
    return 4 + 4 * sizes.size();
  }

  /** The bytes of a file that is whole, unpacked. */
  long fileBytes() {
    return bytes() + (long) rows() * rowBytes();
  }
}
