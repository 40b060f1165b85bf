package io.millrace.stages.sink;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is expected of rows: one entry of {@code sink/expect}. */
public record Expectation(
    @Help(
            "What is checked. Missing values pass all checks but not-null. aggregate: a condition"
                + " over all rows, as avg(x) < 3")
        Check check,
    @Help("The columns: each for itself; together for unique and references") @Default("[]")
        List<String> columns,
    @Help("range: the smallest number; row-count: the fewest rows") @Nullable Double min,
    @Help("range: the greatest number; row-count: the most rows") @Nullable Double max,
    @Help("range: the first date or time, as 2026-11-20 or 2026-11-20T10:00:00 (UTC)") @NotEmpty
        @Nullable String earliest,
    @Help("range: the last date or time") @NotEmpty @Nullable String latest,
    @Help("domain: the values that may be there") @Default("[]") List<String> values,
    @Help("matches: a regular expression for the whole text") @NotEmpty @Nullable String pattern,
    @Help("references: the input, named in from, that must hold the values") @NotEmpty
        @Nullable String input,
    @Help("references: the columns there; of the same names if empty") @Default("[]")
        List<String> of,
    @Help("sql and aggregate: a condition in SQL") @NotEmpty @Nullable String condition,
    @Help("The share of rows that must meet it, for fail and warn")
        @Default("1.0")
        @Range(min = 0, max = 1)
        double mostly,
    @Help("What becomes of a breach: of the run, or of the rows") @Default("fail") OnFail onFail,
    @Help("What the table of results calls it; without it, check and columns") @NotEmpty
        @Nullable String name) {
  /** What is checked. */
  public enum Check {
    /** A value is there, and a number where it is to be one. */
    NOT_NULL,
    /** No two rows have the same values; of those that do, all but one break it. */
    UNIQUE,
    /** Numbers, dates or times lie within bounds, bounds included. */
    RANGE,
    /** Values are among those listed. */
    DOMAIN,
    /** Texts match a pattern as a whole. */
    MATCHES,
    /** So many rows there are. */
    ROW_COUNT,
    /** The values stand in another input. */
    REFERENCES,
    /** A condition holds for each row. */
    SQL,
    /** A condition holds for all rows together. */
    AGGREGATE;

    /** Whether single rows break it, which can then be kept back. */
    boolean isOfRows() {
      return this != ROW_COUNT && this != AGGREGATE;
    }

    /** Whether other rows decide whether a row breaks it. */
    boolean comparesRows() {
      return this == UNIQUE || this == REFERENCES;
    }
  }

  /** What becomes of a breach. */
  public enum OnFail {
    /** The run fails, and nothing is handed on. */
    FAIL,
    /** The run warns. */
    WARN,
    /** The rows are left out. */
    DROP,
    /** The rows are left out, and written to {@code path}. */
    QUARANTINE;

    /** Whether rows are kept back. */
    boolean keepsBack() {
      return this == DROP || this == QUARANTINE;
    }
  }

  /** The columns of the other input. */
  List<String> referenced() {
    return of.isEmpty() ? columns : of;
  }
}
