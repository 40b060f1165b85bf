package io.millrace.core.gate;

import io.millrace.api.MetricName;
import io.millrace.api.MetricName.Bound;
import io.millrace.core.pipeline.Gate;
import io.millrace.core.pipeline.Gate.Comparison;
import io.millrace.core.problem.Position;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code METRIC (>=|>|<=|<) (NUMBER | ALIAS [(+|-) NUMBER])}, where METRIC is a {@link
 * MetricName}; {@code METRIC - ALIAS (>=|>|<=|<) NUMBER}, which says the same; and {@code
 * (lower|upper)(METRIC - ALIAS) (>=|>|<=|<) NUMBER} about the interval of the difference.
 */
public final class GateParser {
  /** How a gate is written, for messages. */
  public static final String SYNTAX =
      "METRIC >= NUMBER, METRIC >= ALIAS - NUMBER or lower(METRIC - ALIAS) >= NUMBER"
          + " (also upper, >, <=, <, +)";

  private static final String NUMBER = "(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?";
  private static final String METRIC = "(?<metric>" + MetricName.PATTERN + ")";
  private static final String COMPARISON = "\\s*(?<comparison>>=|<=|>|<)\\s*";
  private static final String ALIAS = "(?<alias>[a-z][a-z0-9_-]*?)";
  private static final String DIFFERENCE = METRIC + "\\s*-\\s*" + ALIAS;
  private static final String SIGNED = "(?<number>[-+]?" + NUMBER + ")";

  private static final Pattern BOUND =
      Pattern.compile(
          "\\s*%s%s(?:%s|%s(?:\\s*(?<sign>[-+])\\s*(?<delta>%s))?)\\s*"
              .formatted(METRIC, COMPARISON, SIGNED, ALIAS, NUMBER));
  private static final Pattern DIFFERING =
      Pattern.compile("\\s*%s%s%s\\s*".formatted(DIFFERENCE, COMPARISON, SIGNED));
  private static final Pattern END =
      Pattern.compile(
          "\\s*(?<end>lower|upper)\\(\\s*%s\\s*\\)%s%s\\s*"
              .formatted(DIFFERENCE, COMPARISON, SIGNED));

  private GateParser() {}

  /**
   * The gate; empty if the text is none.
   *
   * @param at where the text stands
   */
  public static Optional<Gate> parse(String text, Position at) {
    Matcher end = END.matcher(text);
    if (end.matches()) {
      Bound bound = end.group("end").equals("lower") ? Bound.LOWER : Bound.UPPER;
      return gate(text, at, end, Double.parseDouble(end.group("number")), bound)
          .filter(gate -> !isBound(gate.metric()));
    }
    Matcher differing = DIFFERING.matcher(text);
    if (differing.matches()) {
      return gate(text, at, differing, Double.parseDouble(differing.group("number")), null);
    }
    Matcher plain = BOUND.matcher(text);
    if (!plain.matches()) {
      return Optional.empty();
    }
    String number = plain.group("number");
    return gate(text, at, plain, number == null ? delta(plain) : Double.parseDouble(number), null);
  }

  private static Optional<Gate> gate(
      String text, Position at, Matcher matcher, double number, @Nullable Bound end) {
    Comparison comparison = comparison(matcher.group("comparison"));
    String alias = matcher.group("alias");
    return MetricName.parse(matcher.group("metric"))
        .map(metric -> new Gate(text.strip(), at, metric.text(), comparison, alias, number, end));
  }

  private static boolean isBound(String metric) {
    return MetricName.parse(metric).map(MetricName::boundOrNull).isPresent();
  }

  private static double delta(Matcher matcher) {
    String delta = matcher.group("delta");
    if (delta == null) {
      return 0;
    }
    return "-".equals(matcher.group("sign"))
        ? -Double.parseDouble(delta)
        : Double.parseDouble(delta);
  }

  private static Comparison comparison(String symbol) {
    for (Comparison comparison : Comparison.values()) {
      if (comparison.symbol().equals(symbol)) {
        return comparison;
      }
    }
    throw new IllegalArgumentException("no comparison '" + symbol + "'");
  }
}
