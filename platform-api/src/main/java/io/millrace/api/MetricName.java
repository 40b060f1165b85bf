package io.millrace.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a figure is of, as gates, runs and packages write it: {@code auc}, {@code
 * auc@slice(region=north)} for the rows that have that value there, {@code recall@class(Yes)} for
 * one class, {@code auc@importance(tenure)} for how much worse it is if a column is shuffled,
 * {@code lower(auc)} and {@code upper(auc@slice(region=north))} for the ends of the figure's
 * confidence interval.
 *
 * @param metric the metric's own name, a {@link MetricSpec#name}
 * @param scopeOrNull the rows, the class or the column that it is of; null for all
 * @param boundOrNull which end of its interval it is; null for the figure itself
 */
public record MetricName(String metric, @Nullable Scope scopeOrNull, @Nullable Bound boundOrNull) {
  /** How a name is written, for patterns that hold one; without groups of its own. */
  public static final String PATTERN =
      "(?:(?:lower|upper)\\(\\s*[A-Za-z][A-Za-z0-9_]*(?:@(?:slice\\([^=]+=.*?\\)|(?:class|importance)\\(.*?\\)))?\\s*\\)"
          + "|[A-Za-z][A-Za-z0-9_]*(?:@(?:slice\\([^=]+=.*?\\)|(?:class|importance)\\(.*?\\)))?)";

  private static final Pattern BOUND =
      Pattern.compile("\\s*(lower|upper)\\((.*)\\)\\s*", Pattern.DOTALL);
  private static final Pattern SCOPED =
      Pattern.compile(
          "\\s*([A-Za-z][A-Za-z0-9_]*)(?:@(?:slice\\(([^=]+)=(.*)\\)|class\\((.*)\\)|importance\\((.*)\\)))?\\s*",
          Pattern.DOTALL);

  public MetricName {
    requireNonNull(metric, "metric is null");
  }

  /** The ends of an interval. */
  public enum Bound {
    LOWER("lower"),
    UPPER("upper");

    private final String text;

    Bound(String text) {
      this.text = text;
    }

    /** As names write it. */
    public String text() {
      return text;
    }
  }

  /** A part of what is judged. */
  public sealed interface Scope {
    /** As names write it behind the {@code @}. */
    String text();
  }

  /**
   * The rows that have a value in a column.
   *
   * @param column the column
   * @param value as text; {@code null} for rows that have none
   */
  public record Slice(String column, String value) implements Scope {
    @Override
    public String text() {
      return "slice(" + column + "=" + value + ")";
    }
  }

  /**
   * One of the model's classes.
   *
   * @param name as {@link Model#classes} has it
   */
  public record OfClass(String name) implements Scope {
    @Override
    public String text() {
      return "class(" + name + ")";
    }
  }

  /**
   * By how much the metric worsens if a column's values are shuffled among the rows.
   *
   * @param column the column
   */
  public record Importance(String column) implements Scope {
    @Override
    public String text() {
      return "importance(" + column + ")";
    }
  }

  /** A metric of all that is judged. */
  public static MetricName of(String metric) {
    return new MetricName(metric, null, null);
  }

  /** The same metric of a part. */
  public MetricName in(Scope scope) {
    return new MetricName(metric, scope, boundOrNull);
  }

  /** An end of the figure's interval; null for the figure itself. */
  public MetricName bound(@Nullable Bound bound) {
    return new MetricName(metric, scopeOrNull, bound);
  }

  /** The rows, the class or the column that it is of. */
  public Optional<Scope> scope() {
    return Optional.ofNullable(scopeOrNull);
  }

  /** Reads a name; empty if the text is none. */
  public static Optional<MetricName> parse(String text) {
    Matcher bound = BOUND.matcher(text);
    if (bound.matches()) {
      Bound end = bound.group(1).equals("lower") ? Bound.LOWER : Bound.UPPER;
      return scoped(bound.group(2)).map(name -> name.bound(end));
    }
    return scoped(text);
  }

  private static Optional<MetricName> scoped(String text) {
    Matcher matcher = SCOPED.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    MetricName name = of(matcher.group(1));
    if (matcher.group(2) != null) {
      return Optional.of(name.in(new Slice(matcher.group(2).strip(), matcher.group(3).strip())));
    }
    if (matcher.group(4) != null) {
      return Optional.of(name.in(new OfClass(matcher.group(4).strip())));
    }
    return Optional.of(
        matcher.group(5) == null ? name : name.in(new Importance(matcher.group(5).strip())));
  }

  /** The name, which {@link #parse} reads. */
  public String text() {
    String scoped = scopeOrNull == null ? metric : metric + "@" + scopeOrNull.text();
    return boundOrNull == null ? scoped : boundOrNull.text() + "(" + scoped + ")";
  }
}
