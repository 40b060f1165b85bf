package io.millrace.model.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code arrays.bin}: arrays of numbers one after another, little-endian, each at a place of 8. */
final class ArrayFile {
  private static final int ALIGNMENT = 8;

  private ArrayFile() {}

  /** Appends arrays. */
  static final class Writer {
    private final OutputStream out;
    private long offset;

    Writer(OutputStream out) {
      this.out = out;
    }

    /** Writes an array; what is returned stands for it in JSON. */
    Map<String, Object> write(Object array) throws IOException {
      byte[] bytes = bytes(array);
      Map<String, Object> place = new LinkedHashMap<>();
      place.put("type", typeOf(array));
      place.put("offset", offset);
      place.put("length", java.lang.reflect.Array.getLength(array));
      out.write(bytes);
      int padding = (ALIGNMENT - bytes.length % ALIGNMENT) % ALIGNMENT;
      out.write(new byte[padding]);
      offset += bytes.length + padding;
      return place;
    }

    private static byte[] bytes(Object array) {
      int length = java.lang.reflect.Array.getLength(array);
      int width = width(typeOf(array));
      ByteBuffer buffer =
          ByteBuffer.allocate(Math.multiplyExact(length, width)).order(ByteOrder.LITTLE_ENDIAN);
      if (array instanceof double[] doubles) {
        buffer.asDoubleBuffer().put(doubles);
      } else if (array instanceof float[] floats) {
        buffer.asFloatBuffer().put(floats);
      } else if (array instanceof long[] longs) {
        buffer.asLongBuffer().put(longs);
      } else if (array instanceof int[] ints) {
        buffer.asIntBuffer().put(ints);
      } else {
        buffer.put((byte[]) array);
      }
      return buffer.array();
    }
  }

  /** Reads arrays where JSON says that they lie. */
  static final class Reader {
    private final byte[] file;

    Reader(byte[] file) {
      this.file = file;
    }

    Object read(JsonNode place) {
      String type = place.path("type").asText();
      long offset = place.path("offset").asLong(-1);
      long length = place.path("length").asLong(-1);
      long bytes = length * width(type);
      if (offset < 0 || length < 0 || length > file.length || offset + bytes > file.length) {
        throw new IllegalArgumentException("an array lies outside of " + ScoringFormat.ARRAYS);
      }
      ByteBuffer buffer =
          ByteBuffer.wrap(file, (int) offset, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
      return array(type, (int) length, buffer);
    }

    private static Object array(String type, int length, ByteBuffer buffer) {
      switch (type) {
        case "double" -> {
          double[] doubles = new double[length];
          buffer.asDoubleBuffer().get(doubles);
          return doubles;
        }
        case "float" -> {
          float[] floats = new float[length];
          buffer.asFloatBuffer().get(floats);
          return floats;
        }
        case "long" -> {
          long[] longs = new long[length];
          buffer.asLongBuffer().get(longs);
          return longs;
        }
        case "int" -> {
          int[] ints = new int[length];
          buffer.asIntBuffer().get(ints);
          return ints;
        }
        default -> {
          byte[] bytes = new byte[length];
          buffer.get(bytes);
          return bytes;
        }
      }
    }
  }

  private static String typeOf(Object array) {
    return array.getClass().getComponentType().getName();
  }

  private static int width(String type) {
    return switch (type) {
      case "double", "long" -> 8;
      case "float", "int" -> 4;
      case "byte" -> 1;
      default -> throw new IllegalArgumentException("'" + type + "' is no type of an array");
    };
  }
}
