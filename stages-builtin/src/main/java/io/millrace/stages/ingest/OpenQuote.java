package io.millrace.stages.ingest;

import java.io.Serializable;
import java.util.Map;

/**
 * Finds the quote that a record never closes. The parser takes such a field for a good one if it is
 * the record's last, and in a file of records over lines it swallows all that follows.
 *
 * @param delimiter what stands between fields
 * @param quote what encloses a field
 * @param escape what stands before a quote inside such a field
 * @param trim whether blanks may stand before the first quote
 */
record OpenQuote(String delimiter, char quote, char escape, boolean trim) implements Serializable {
  /** No field. */
  static final int NONE = -1;

  /** As the options of Spark's CSV source describe it. */
  static OpenQuote of(Map<String, String> sparkOptions) {
    return new OpenQuote(
        sparkOptions.getOrDefault("sep", ","),
        sparkOptions.getOrDefault("quote", "\"").charAt(0),
        sparkOptions.getOrDefault("escape", "\"").charAt(0),
        Boolean.parseBoolean(sparkOptions.get("ignoreLeadingWhiteSpace")));
  }

  /** The index of the field that is never closed, or {@link #NONE}. */
  int field(String record) {
    if (record.indexOf(quote) < 0) {
      return NONE;
    }
    int field = 0;
    int at = 0;
    while (at >= 0) {
      int start = trim ? skipBlanks(record, at) : at;
      if (start < record.length() && record.charAt(start) == quote) {
        at = closed(record, start + 1);
        if (at < 0) {
          return field;
        }
      }
      int next = record.indexOf(delimiter, at);
      at = next < 0 ? NONE : next + delimiter.length();
      field++;
    }
    return NONE;
  }

  private static int skipBlanks(String record, int from) {
    int at = from;
    while (at < record.length() && record.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  /** Behind the quote that closes a field; what stands there up to the delimiter is its own. */
  private int closed(String record, int from) {
    int at = from;
    while (at < record.length()) {
      char found = record.charAt(at);
      char next = at + 1 < record.length() ? record.charAt(at + 1) : '\0';
      if (found == escape && at + 1 < record.length() && (next == quote || next == escape)) {
        at += 2;
      } else if (found == quote) {
        return at + 1;
      } else {
        at++;
      }
    }
    return NONE;
  }
}
