package io.millrace.api.schema;

import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text form of a {@link LogicalType}. */
final class TypeParser {
  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\s*\\(\\s*(\\d+)\\s*,\\s*(\\d+)\\s*\\)");
  private static final Pattern VECTOR = Pattern.compile("vector(?:\\s*\\(\\s*(\\d+)\\s*\\))?");

  /** Names that SQL users know for our types. */
  private static final Map<String, Simple> ALIASES =
      Map.of("bigint", Simple.LONG, "integer", Simple.INT, "bool", Simple.BOOLEAN);

  private TypeParser() {}

  static LogicalType parse(String text) {
    String type = text.strip();
    String lower = type.toLowerCase(Locale.ROOT);
    for (Simple simple : Simple.values()) {
      if (simple.text().equals(lower)) {
        return simple;
      }
    }
    Simple alias = ALIASES.get(lower);
    return alias != null ? alias : parameterized(type, lower);
  }

  private static LogicalType parameterized(String type, String lower) {
    Matcher decimal = DECIMAL.matcher(lower);
    if (decimal.matches()) {
      return new DecimalOf(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    Matcher vector = VECTOR.matcher(lower);
    if (vector.matches()) {
      String size = vector.group(1);
      return new VectorOf(size == null ? VectorOf.UNKNOWN_SIZE : Integer.parseInt(size));
    }
    if (lower.startsWith("array<") && lower.endsWith(">")) {
      return new ArrayOf(parse(type.substring(6, type.length() - 1)));
    }
    if (lower.startsWith("struct<") && lower.endsWith(">")) {
      return new StructOf(fields(type.substring(7, type.length() - 1)));
    }
    throw new IllegalArgumentException(
        "'"
            + type
            + "' is no type; types are boolean, int, long, float, double, decimal(p,s), string, date,"
            + " timestamp, binary, array<type>, struct<name:type,…> and vector(size)");
  }

  private static List<Column> fields(String text) {
    List<Column> fields = new ArrayList<>();
    for (String field : splitAtTopLevel(text)) {
      int colon = field.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("'" + field.strip() + "' is no field; write name:type");
      }
      fields.add(
          Column.nullable(field.substring(0, colon).strip(), parse(field.substring(colon + 1))));
    }
    return fields;
  }

  /** Splits at the commas that stand in no bracket. */
  private static List<String> splitAtTopLevel(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '<' || c == '(') {
        depth++;
      } else if (c == '>' || c == ')') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
