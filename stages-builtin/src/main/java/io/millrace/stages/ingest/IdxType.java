package io.millrace.stages.ingest;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The types that values of an IDX file can have. */
enum IdxType {
  UNSIGNED_BYTE(0x08, 1),
  BYTE(0x09, 1),
  SHORT(0x0B, 2),
  INT(0x0C, 4),
  FLOAT(0x0D, 4),
  DOUBLE(0x0E, 8);

  private final int code;
  private final int bytes;

  IdxType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The type of that code; null if there is none. */
  static @Nullable IdxType of(int code) {
    for (IdxType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }

  /** The bytes of a value. */
  int bytes() {
    return bytes;
  }

  /** Whether all values are whole numbers. */
  boolean isWhole() {
    return this != FLOAT && this != DOUBLE;
  }

  /** The value at that place of the bytes, counted in values. */
  double value(ByteBuffer row, int place) {
    int at = place * bytes;
    return switch (this) {
      case UNSIGNED_BYTE -> row.get(at) & 0xFF;
      case BYTE -> row.get(at);
      case SHORT -> row.getShort(at);
      case INT -> row.getInt(at);
      case FLOAT -> row.getFloat(at);
      case DOUBLE -> row.getDouble(at);
    };
  }
}
