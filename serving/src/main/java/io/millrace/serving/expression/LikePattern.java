package io.millrace.serving.expression;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Patterns with {@code %} and {@code _}. Spark makes simple tests of constant ones that hold no
 * more than one text at each end or between two signs, and regular expressions of all others; for
 * letters beyond 16 bits these differ, and so do they here.
 */
final class LikePattern {
  private LikePattern() {}

  /** The test that a constant pattern comes down to; empty if it takes a regular expression. */
  static Optional<Predicate<String>> simple(String pattern, char escape) {
    if (pattern.indexOf(escape) >= 0 || pattern.indexOf('_') >= 0) {
      return Optional.empty();
    }
    int first = pattern.indexOf('%');
    int last = pattern.lastIndexOf('%');
    int end = pattern.length() - 1;
    if (first < 0) {
      return Optional.of(pattern::equals);
    }
    if (first == last && end > 0) {
      return Optional.of(ends(pattern.substring(0, first), pattern.substring(first + 1)));
    }
    boolean between = first == 0 && last == end && end > 1;
    String middle = between ? pattern.substring(1, end) : "";
    return between && middle.indexOf('%') < 0
        ? Optional.of(text -> text.contains(middle))
        : Optional.empty();
  }

  private static Predicate<String> ends(String prefix, String suffix) {
    if (suffix.isEmpty()) {
      return text -> text.startsWith(prefix);
    }
    if (prefix.isEmpty()) {
      return text -> text.endsWith(suffix);
    }
    // Spark counts the letters of the texts in 16 bits, and those of the row not.
    int least = prefix.length() + suffix.length();
    return text ->
        text.codePointCount(0, text.length()) >= least
            && text.startsWith(prefix)
            && text.endsWith(suffix);
  }

  /**
   * The regular expression of a pattern.
   *
   * @throws PatternSyntaxException if it escapes what needs no escape
   */
  static String regex(String pattern, char escape) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == escape) {
        i++;
        regex.append(Pattern.quote(escaped(pattern, i, escape)));
      } else if (c == '_') {
        regex.append('.');
      } else if (c == '%') {
        regex.append(".*");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  private static String escaped(String pattern, int at, char escape) {
    char c = at < pattern.length() ? pattern.charAt(at) : 0;
    if (c != '_' && c != '%' && (c != escape || at >= pattern.length())) {
      throw new PatternSyntaxException("it escapes what needs no escape", pattern, -1);
    }
    return String.valueOf(c);
  }
}
