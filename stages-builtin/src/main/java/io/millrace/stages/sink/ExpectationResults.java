package io.millrace.stages.sink;

import io.millrace.api.EvaluationTable;
import io.millrace.stages.sink.Expectation.OnFail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came out, as a table, and as a text from which the table can be read again.
 *
 * @param lines of texts, each as long as the titles
 */
record ExpectationResults(List<List<String>> lines) {
  private static final String NAME = "expectations";
  private static final List<String> TITLES =
      List.of("expectation", "rows", "broken by", "onFail", "result");
  private static final int RESULT = 4;

  /** A rule, and how many of the rows break it; all or none where rows break it together. */
  static List<String> line(ExpectationRule rule, long rows, long broken, boolean holds) {
    OnFail onFail = rule.expectation().onFail();
    String result =
        holds
            ? "holds"
            : switch (onFail) {
              case FAIL -> "fails";
              case WARN -> "warns";
              case DROP -> "dropped";
              case QUARANTINE -> "set aside";
            };
    return List.of(
        rule.title(),
        Long.toString(rows),
        rule.check().isOfRows() ? Long.toString(broken) : "",
        onFail.name().toLowerCase(Locale.ROOT),
        result);
  }

  EvaluationTable table() {
    return new EvaluationTable(NAME, TITLES, lines);
  }

  /** The lines with that result, as a sentence names them. */
  List<String> told(String result) {
    List<String> told = new ArrayList<>();
    for (List<String> line : lines) {
      if (line.get(RESULT).equals(result)) {
        String rows =
            line.get(2).isEmpty() ? "" : ": " + line.get(2) + " of " + line.get(1) + " rows";
        told.add(line.get(0) + rows);
      }
    }
    return told;
  }

  String text() {
    return TableText.write(lines);
  }

  static ExpectationResults read(String text) {
    return new ExpectationResults(TableText.read(text));
  }
}
