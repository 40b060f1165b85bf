package io.millrace.serving.expression;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Hashes of values and of bytes. */
final class Hashes {
  private static final int LONG_DIGITS = 18;

  private Hashes() {}

  static Map<ScoringFunction, Function<Call, StepWork>> functions() {
    Map<ScoringFunction, Function<Call, StepWork>> table = new EnumMap<>(ScoringFunction.class);
    table.put(ScoringFunction.HASH, call -> hash(call, new Murmur3()));
    table.put(ScoringFunction.XXHASH64, call -> hash(call, new XxHash64()));
    table.put(ScoringFunction.MD5, call -> call.strict((row, a, to) -> digest(row, a, to, "MD5")));
    table.put(
        ScoringFunction.SHA1, call -> call.strict((row, a, to) -> digest(row, a, to, "SHA-1")));
    table.put(ScoringFunction.SHA2, call -> call.strict(Hashes::sha2));
    table.put(ScoringFunction.CRC32, call -> call.strict(Hashes::crc32));
    return table;
  }

  /** What mixes a value into a hash. */
  interface Mixer {
    long ofInt(int value, long seed);

    long ofLong(long value, long seed);

    long ofBytes(byte[] bytes, long seed);
  }

  /** Nulls leave the hash as it is. */
  private static StepWork hash(Call call, Mixer mixer) {
    long seed = Long.parseLong(call.text("seed"));
    Operand[] values = call.args().toArray(Operand[]::new);
    int result = call.result();
    return row -> {
      long hash = seed;
      for (Operand value : values) {
        if (value.present(row)) {
          hash = mixed(mixer, Boxes.get(row, value.slot(), value.type()), value.type(), hash);
        }
      }
      row.setWhole(result, hash);
    };
  }

  private static long mixed(Mixer mixer, @Nullable Object value, LogicalType type, long seed) {
    if (value == null) {
      return seed;
    }
    if (type instanceof ArrayOf array) {
      long hash = seed;
      for (Object each : (List<?>) value) {
        hash = mixed(mixer, each, array.element(), hash);
      }
      return hash;
    }
    if (type instanceof StructOf struct) {
      long hash = seed;
      for (int i = 0; i < struct.fields().size(); i++) {
        hash = mixed(mixer, ((List<?>) value).get(i), struct.fields().get(i).type(), hash);
      }
      return hash;
    }
    if (type instanceof DecimalOf decimal) {
      BigDecimal number = (BigDecimal) value;
      return decimal.precision() <= LONG_DIGITS
          ? mixer.ofLong(number.unscaledValue().longValue(), seed)
          : mixer.ofBytes(number.unscaledValue().toByteArray(), seed);
    }
    return switch ((Simple) type) {
      case BOOLEAN -> mixer.ofInt((Boolean) value ? 1 : 0, seed);
      case INT, DATE -> mixer.ofInt((Integer) value, seed);
      case LONG, TIMESTAMP -> mixer.ofLong((Long) value, seed);
      // Zeros have one hash, whatever their sign.
      case FLOAT -> mixer.ofInt(Float.floatToIntBits((Float) value + 0f), seed);
      case DOUBLE -> mixer.ofLong(Double.doubleToLongBits((Double) value + 0.0), seed);
      case STRING -> mixer.ofBytes(((String) value).getBytes(StandardCharsets.UTF_8), seed);
      case BINARY -> mixer.ofBytes((byte[]) value, seed);
    };
  }

  private static void digest(ScoringRow row, int[] a, int result, String algorithm) {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest((byte[]) row.object(a[0]));
      row.setObject(result, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sha2(ScoringRow row, int[] a, int result) {
    long bits = row.whole(a[1]);
    if (bits == 0 || bits == 224 || bits == 256 || bits == 384 || bits == 512) {
      digest(row, a, result, "SHA-" + (bits == 0 ? 256 : bits));
    } else {
      row.setNull(result);
    }
  }

  private static void crc32(ScoringRow row, int[] a, int result) {
    CRC32 checksum = new CRC32();
    checksum.update((byte[]) row.object(a[0]));
    row.setWhole(result, checksum.getValue());
  }
}
