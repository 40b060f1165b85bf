package io.millrace.testkit.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of JSON that holds nested arrays of texts and nulls, and nothing else. */
final class JsonLine {
  private final String text;
  private int at;

  private JsonLine(String text) {
    this.text = text;
  }

  static String write(List<? extends @Nullable Object> values) {
    StringBuilder line = new StringBuilder();
    append(line, values);
    return line.toString();
  }

  private static void append(StringBuilder line, @Nullable Object value) {
    if (value instanceof List<?> list) {
      line.append('[');
      for (int i = 0; i < list.size(); i++) {
        append(i == 0 ? line : line.append(','), list.get(i));
      }
      line.append(']');
    } else if (value == null) {
      line.append("null");
    } else {
      quote(line, (String) value);
    }
  }

  /** Appends a JSON string. */
  static void quote(StringBuilder line, String value) {
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < ' '
          || Character.isSurrogate(c)
          || c == '\u2028'
          || c == '\u2029'
          || c == 0x85) {
        line.append("\\u%04x".formatted((int) c));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }

  static List<@Nullable Object> read(String text) {
    JsonLine line = new JsonLine(text);
    List<@Nullable Object> values = line.array();
    if (line.at != text.length()) {
      throw line.broken();
    }
    return values;
  }

  private List<@Nullable Object> array() {
    expect('[');
    List<@Nullable Object> values = new ArrayList<>();
    if (peek() == ']') {
      at++;
      return values;
    }
    do {
      values.add(value());
    } while (next() == ',');
    at--;
    expect(']');
    return values;
  }

  private @Nullable Object value() {
    if (peek() == '[') {
      return array();
    }
    if (text.startsWith("null", at)) {
      at += 4;
      return null;
    }
    return string();
  }

  private String string() {
    expect('"');
    StringBuilder value = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      value.append(c == '\\' ? escaped() : c);
    }
    return value.toString();
  }

  private char escaped() {
    char c = next();
    if (c != 'u') {
      return c;
    }
    at += 4;
    if (at > text.length()) {
      throw broken();
    }
    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
  }

  private char peek() {
    if (at >= text.length()) {
      throw broken();
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      throw broken();
    }
  }

  private IllegalArgumentException broken() {
    return new IllegalArgumentException("broken at character " + at + ": " + text);
  }
}
