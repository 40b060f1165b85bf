package io.millrace.core.pipeline;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a search goes about it.
 *
 * @param kind how it chooses trials
 * @param trialsOrNull how many trials at most; of a halving search, how many it begins with
 * @param timeOrNull no more trials begin after that
 * @param patienceOrNull after so many trials without a better one, no more begin
 * @param halvingOrNull how a halving search spends its means; null for other kinds
 */
public record SearchSettings(
    Kind kind,
    @Nullable Integer trialsOrNull,
    @Nullable Duration timeOrNull,
    @Nullable Integer patienceOrNull,
    @Nullable Halving halvingOrNull) {
  /** How trials are chosen. */
  public enum Kind {
    /** Every combination. */
    GRID,
    /** Independent of each other. */
    RANDOM,
    /** At random, but evenly spread along each option. */
    LATIN_HYPERCUBE,
    /** Many with small means, then the best of them with larger ones. */
    HALVING,
    /** Where earlier trials were good. */
    BAYESIAN;

    /** As files write it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind that files write so. */
    public static Optional<Kind> of(String text) {
      return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }

    /** All, as files write them. */
    public static List<String> texts() {
      return Arrays.stream(values()).map(Kind::text).toList();
    }
  }

  /**
   * The means of a halving search.
   *
   * @param optionOrNull the option that says how much a trial may spend; null, if that is the share
   *     of the training rows
   * @param from what the first trials get
   * @param to what the last ones get
   * @param factor how many times more the next trials get, and how many times fewer they are
   */
  public record Halving(Tuning.@Nullable Option optionOrNull, double from, double to, int factor) {
    /** As people read it. */
    public String text() {
      String what = optionOrNull == null ? "share of the training rows" : optionOrNull.text();
      return "%s from %s to %s, times %d".formatted(what, number(from), number(to), factor);
    }

    private static String number(double value) {
      return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
  }

  /** Every combination, without a limit. */
  public static SearchSettings grid() {
    return new SearchSettings(Kind.GRID, null, null, null, null);
  }

  /** How many trials at most. */
  public OptionalInt trials() {
    return trialsOrNull == null ? OptionalInt.empty() : OptionalInt.of(trialsOrNull);
  }

  /** How long trials may begin. */
  public Optional<Duration> time() {
    return Optional.ofNullable(timeOrNull);
  }

  /** Whether it may end before all trials that it could make. */
  public boolean mayEndEarly() {
    return timeOrNull != null || patienceOrNull != null;
  }

  /** All of it, as JSON has it. */
  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("kind", kind.text());
    json.put("trials", trialsOrNull);
    json.put("time", timeOrNull == null ? null : timeOrNull.toString());
    json.put("patience", patienceOrNull);
    json.put("halving", halvingOrNull == null ? null : halvingOrNull.text());
    return json;
  }
}
