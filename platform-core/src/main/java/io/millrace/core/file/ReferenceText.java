package io.millrace.core.file;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text cut at its references {@code ${param:X}}, {@code ${env:X}}, {@code ${secret:X}}. */
final class ReferenceText {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(param|env|secret):([A-Za-z_][A-Za-z0-9_.-]*)\\}");

  private ReferenceText() {}

  /** A part of a text. */
  sealed interface Piece {}

  /** Plain text, escapes undone. */
  record Plain(String text) implements Piece {}

  /** A reference: {@code kind} is param, env or secret. */
  record Reference(String kind, String name) implements Piece {
    /** As users write it. */
    String text() {
      return "${" + kind + ":" + name + "}";
    }
  }

  /** A <code>${</code> that starts no reference. */
  record Malformed(String text) implements Piece {}

  static boolean isPlain(String text) {
    return !text.contains("${");
  }

  static List<Piece> pieces(String text) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    Matcher matcher = REFERENCE.matcher(text);
    int i = 0;
    while (i < text.length()) {
      if (text.startsWith("$${", i)) {
        plain.append("${");
        i += 3;
      } else if (text.startsWith("${", i)) {
        flush(plain, pieces);
        boolean found = matcher.region(i, text.length()).lookingAt();
        int close = text.indexOf('}', i);
        int end = found ? matcher.end() : close < 0 ? text.length() : close + 1;
        pieces.add(
            found
                ? new Reference(matcher.group(1), matcher.group(2))
                : new Malformed(text.substring(i, end)));
        i = end;
      } else {
        plain.append(text.charAt(i++));
      }
    }
    flush(plain, pieces);
    return pieces;
  }

  private static void flush(StringBuilder plain, List<Piece> pieces) {
    if (plain.length() > 0) {
      pieces.add(new Plain(plain.toString()));
      plain.setLength(0);
    }
  }

  /** The text of pieces without params and variables; plain text is escaped beside secrets only. */
  static String join(List<Piece> pieces) {
    boolean secret = pieces.stream().anyMatch(Reference.class::isInstance);
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece instanceof Plain plain) {
        text.append(secret ? plain.text().replace("${", "$${") : plain.text());
      } else if (piece instanceof Reference reference) {
        text.append(reference.text());
      }
    }
    return text.toString();
  }
}
