package io.millrace.core.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds what a user meant who wrote a name that does not exist. */
public final class NearNames {
  private static final int MOST = 3;

  private NearNames() {}

  /** The names that {@code written} may have meant, the nearest first; at most three. */
  public static List<String> of(String written, Collection<String> names) {
    String wanted = written.toLowerCase(Locale.ROOT);
    int limit = Math.max(1, wanted.length() / 3);
    List<Near> near =
        names.stream()
            .distinct()
            .map(name -> new Near(name, distance(wanted, name.toLowerCase(Locale.ROOT))))
            .filter(candidate -> candidate.distance() <= limit)
            .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
            .toList();
    // What is much further off than the nearest was hardly meant.
    return near.stream()
        .filter(candidate -> candidate.distance() <= 2 * near.get(0).distance())
        .limit(MOST)
        .map(Near::name)
        .toList();
  }

  /** {@code "; did you mean 'a' or 'b'?"}, or an empty text if no name is near. */
  public static String hint(String written, Collection<String> names) {
    List<String> near = of(written, names);
    return near.isEmpty()
        ? ""
        : near.stream()
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(" or ", "; did you mean ", "?"));
  }

  /**
   * {@link #hint} if a name is near, else {@code "; WHAT are a, b, c"} with the names sorted as
   * they come.
   */
  public static String hintOrList(String written, Collection<String> names, String what) {
    String hint = hint(written, names);
    if (!hint.isEmpty()) {
      return hint;
    }
    return names.isEmpty() ? "" : "; " + what + " " + String.join(", ", names);
  }

  /** Insertions, deletions, replacements, and swaps of neighbours (optimal string alignment). */
  private static int distance(String left, String right) {
    int[] before = new int[right.length() + 1];
    int[] last = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] row = new int[right.length() + 1];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replaced = last[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (swapped(left, i, right, j)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = row;
    }
    return last[right.length()];
  }

  private static boolean swapped(String left, int i, String right, int j) {
    return i > 1
        && j > 1
        && left.charAt(i - 1) == right.charAt(j - 2)
        && left.charAt(i - 2) == right.charAt(j - 1);
  }

  private record Near(String name, int distance) {}
}
