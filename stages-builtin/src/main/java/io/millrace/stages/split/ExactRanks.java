package io.millrace.stages.split;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Finds what stands at given ranks of whole numbers, in each group of rows: exactly, so the same on
 * any cluster, and without sorting rows. Each job counts the rows by the leading bits of their
 * numbers; the next one looks only at the numbers that begin like one that is looked for.
 */
final class ExactRanks {
  /** A group that can't be kept apart from thousands of others is no class. */
  static final int MAX_GROUPS = 1000;

  private static final int BITS_PER_JOB = 10;

  /** So many numbers are told apart at once. */
  private static final long FEW = 100_000;

  private static final String GROUP = "g";
  private static final String NUMBER = "n";

  private final Dataset<Row> rows;
  private final LongFunction<long[]> ranks;
  private final Map<String, Target[]> targets = new LinkedHashMap<>();

  /** Looks for one rank: how many rows stand before it among those that share the prefix. */
  private record Target(long prefix, long before) {
    private static final Target NONE = new Target(Long.MAX_VALUE, 0);

    /** The prefix that is longer by some bits. */
    Target within(NavigableMap<Long, Long> counts, int bits) {
      if (prefix == NONE.prefix) {
        return NONE;
      }
      long left = before;
      long first = prefix << bits;
      for (Map.Entry<Long, Long> count :
          counts.subMap(first, true, first + (1L << bits) - 1, true).entrySet()) {
        if (left < count.getValue()) {
          return new Target(count.getKey(), left);
        }
        left -= count.getValue();
      }
      throw new MillraceException(
          StandardError.SOURCE_CHANGED, "The rows changed while they were split: run again.");
    }
  }

  private ExactRanks(Dataset<Row> rows, LongFunction<long[]> ranks) {
    this.rows = rows;
    this.ranks = ranks;
  }

  /**
   * The numbers at the ranks, by group.
   *
   * @param group text, never missing
   * @param number never missing, from 0 to {@code max}
   * @param ranks for the number of rows in a group, the ranks looked for, from 0 on; where a group
   *     has no such rank the number is {@code Long.MAX_VALUE}
   */
  static Map<String, long[]> find(
      Dataset<Row> frame, Column group, Column number, long max, LongFunction<long[]> ranks) {
    Dataset<Row> rows = frame.select(group.as(GROUP), number.as(NUMBER));
    return new ExactRanks(rows, ranks).find(Long.SIZE - Long.numberOfLeadingZeros(max));
  }

  private Map<String, long[]> find(int bits) {
    int shift = Math.max(0, bits - BITS_PER_JOB);
    // All groups have a row each for every prefix at most, so more rows than this mean more groups.
    Map<String, NavigableMap<Long, Long>> counts =
        counts(grouped(rows, shift).limit((MAX_GROUPS + 1) << BITS_PER_JOB));
    refuseTooMany(counts.size());
    counts.forEach((group, counted) -> targets.put(group, targets(counted)));
    narrow(counts, bits - shift);
    while (shift > 0 && prefixes().length > 0) {
      Dataset<Row> near = rows.filter(prefix(shift).isin((Object[]) prefixes()));
      int next = near(counts) <= FEW ? 0 : Math.max(0, shift - BITS_PER_JOB);
      counts = counts(grouped(near, next));
      narrow(counts, shift - next);
      shift = next;
    }
    Map<String, long[]> found = new LinkedHashMap<>();
    targets.forEach(
        (group, looked) ->
            found.put(group, Arrays.stream(looked).mapToLong(Target::prefix).toArray()));
    return found;
  }

  private Target[] targets(NavigableMap<Long, Long> counted) {
    long size = counted.values().stream().mapToLong(Long::longValue).sum();
    return Arrays.stream(ranks.apply(size))
        .mapToObj(rank -> rank < size ? new Target(0, rank) : Target.NONE)
        .toArray(Target[]::new);
  }

  private static Column prefix(int shift) {
    return functions.shiftright(functions.col(NUMBER), shift);
  }

  private Long[] prefixes() {
    Set<Long> prefixes = new HashSet<>();
    targets.values().stream().flatMap(Arrays::stream).map(Target::prefix).forEach(prefixes::add);
    prefixes.remove(Long.MAX_VALUE);
    return prefixes.toArray(Long[]::new);
  }

  /** How many rows share a prefix that is looked for. */
  private long near(Map<String, NavigableMap<Long, Long>> counts) {
    Set<Long> prefixes = Set.of(prefixes());
    return counts.values().stream()
        .flatMap(counted -> counted.entrySet().stream())
        .filter(entry -> prefixes.contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static Dataset<Row> grouped(Dataset<Row> rows, int shift) {
    return rows.groupBy(functions.col(GROUP), prefix(shift).as(NUMBER)).count();
  }

  private static Map<String, NavigableMap<Long, Long>> counts(Dataset<Row> grouped) {
    Map<String, NavigableMap<Long, Long>> counts = new TreeMap<>();
    for (Row row : (Row[]) grouped.collect()) {
      counts
          .computeIfAbsent(row.getString(0), group -> new TreeMap<>())
          .put(row.getLong(1), row.getLong(2));
    }
    return counts;
  }

  private static void refuseTooMany(int groups) {
    if (groups > MAX_GROUPS) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The column to stratify by has more than %d different values: it must hold classes."
              .formatted(MAX_GROUPS));
    }
  }

  /** Follows each target into the prefix, now longer by some bits, where its rank falls. */
  private void narrow(Map<String, NavigableMap<Long, Long>> counts, int bits) {
    targets.forEach(
        (group, looked) -> {
          NavigableMap<Long, Long> counted = counts.getOrDefault(group, new TreeMap<>());
          for (int i = 0; i < looked.length; i++) {
            looked[i] = looked[i].within(counted, bits);
          }
        });
  }
}
