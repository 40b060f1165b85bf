package io.millrace.tracking.mlflow;

import java.util.Map;

/** A text in as many tags as it needs: {@code KEY}, {@code KEY.2}, {@code KEY.3} and so on. */
final class Chunks {
  private static final int LONGEST = 4900;

  private Chunks() {}

  /** Writes a text. A last chunk that is full has an empty one behind it. */
  static void put(Map<String, String> tags, String key, String text) {
    int from = 0;
    for (int number = 1; ; number++) {
      int to = Math.min(text.length(), from + LONGEST);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      tags.put(key(key, number), text.substring(from, to));
      if (isLast(to - from)) {
        return;
      }
      from = to;
    }
  }

  /** A full chunk may be shorter by half of a character. */
  private static boolean isLast(int length) {
    return length < LONGEST - 1;
  }

  /** Reads it; empty if there is none. */
  static String get(Map<String, String> tags, String key) {
    StringBuilder text = new StringBuilder();
    for (int number = 1; ; number++) {
      String chunk = tags.getOrDefault(key(key, number), "");
      text.append(chunk);
      if (isLast(chunk.length())) {
        return text.toString();
      }
    }
  }

  private static String key(String key, int number) {
    return number == 1 ? key : key + "." + number;
  }
}
