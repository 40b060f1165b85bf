package io.millrace.core.gate;

import io.millrace.api.MetricName;
import io.millrace.core.pipeline.Gate;
import io.millrace.core.pipeline.Gate.Comparison;
import io.millrace.core.problem.Position;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code METRIC (>=|>|<=|<) (NUMBER | ALIAS [(+|-) NUMBER])}, where METRIC is a {@link
 * MetricName}.
 */
public final class GateParser {
  /** How a gate is written, for messages. */
  public static final String SYNTAX =
      "METRIC >= NUMBER or METRIC >= ALIAS - NUMBER (also >, <=, <, +)";

  private static final String NUMBER = "(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?";
  private static final Pattern GATE =
      Pattern.compile(
          "\\s*(?<metric>"
              + MetricName.PATTERN
              + ")\\s*(?<comparison>>=|<=|>|<)\\s*"
              + "(?:(?<number>[-+]?"
              + NUMBER
              + ")|(?<alias>[a-z][a-z0-9_-]*?)(?:\\s*(?<sign>[-+])\\s*(?<delta>"
              + NUMBER
              + "))?)\\s*");

  private GateParser() {}

  /**
   * The gate; empty if the text is none.
   *
   * @param at where the text stands
   */
  public static Optional<Gate> parse(String text, Position at) {
    Matcher matcher = GATE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String number = matcher.group("number");
    String alias = matcher.group("alias");
    return MetricName.parse(matcher.group("metric"))
        .map(
            metric ->
                new Gate(
                    text.strip(),
                    at,
                    metric.text(),
                    comparison(matcher.group("comparison")),
                    alias,
                    number == null ? delta(matcher) : Double.parseDouble(number)));
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
