package io.millrace.serving.protocol;

import io.millrace.serving.model.CallRefused;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of comma-separated values as RFC 4180 writes them: quotes where a field holds a comma, a
 * quote (doubled) or a line's end. An empty field without quotes is null; lines without any
 * character are passed over.
 */
public final class CsvLines {
  private final String text;
  private int at;

  /** The lines of a text. */
  public CsvLines(String text) {
    this.text = text;
  }

  /**
   * The fields of the next line that is not empty; null at the end.
   *
   * @throws CallRefused BAD_INPUT, if a quote is never closed, or a field goes on behind one
   */
  public @Nullable List<@Nullable String> next() {
    while (at < text.length() && isLineEnd(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return null;
    }
    List<@Nullable String> fields = new ArrayList<>();
    fields.add(field());
    while (at < text.length() && text.charAt(at) == ',') {
      at++;
      fields.add(field());
    }
    return fields;
  }

  private @Nullable String field() {
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int from = at;
    while (at < text.length() && text.charAt(at) != ',' && !isLineEnd(text.charAt(at))) {
      at++;
    }
    return from == at ? null : text.substring(from, at);
  }

  private String quoted() {
    int from = at;
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      if (text.charAt(at) != '"') {
        value.append(text.charAt(at));
      } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
        value.append('"');
        at++;
      } else {
        at++;
        requireFieldEnd();
        return value.toString();
      }
    }
    throw CallRefused.badInput(
        "The quote in line %d of the CSV is never closed.".formatted(lineOf(from)));
  }

  private void requireFieldEnd() {
    if (at < text.length() && text.charAt(at) != ',' && !isLineEnd(text.charAt(at))) {
      throw CallRefused.badInput(
          "A field in line %d of the CSV goes on behind its closing quote.".formatted(lineOf(at)));
    }
  }

  private long lineOf(int place) {
    return 1 + text.substring(0, place).chars().filter(c -> c == '\n').count();
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
