package io.millrace.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** How far the Python scorer is from the Java scorer, as a page. */
final class PythonParityPage {
  private static final String HEAD =
      """
      # Parity of the Python scorer with the Java scorer

      Differences of numbers above 1 are in proportion to them.

      | stage or model | case | rows | values | equal bits | largest difference |
      | --- | --- | ---: | ---: | ---: | ---: |
      """;

  private final List<String> lines = new ArrayList<>();

  void add(ParityCase parity, JsonNode report) {
    String outcome =
        report.path("not_loaded").isNull()
            ? String.format(
                Locale.ROOT,
                "%,d | %,d | %,d | %s",
                report.path("rows").asLong(),
                report.path("values").asLong(),
                report.path("equal").asLong(),
                report.path("largest").asText())
            : " | | | " + report.path("not_loaded").asText();
    lines.add(
        "| `%s` | %s | %s |"
            .formatted(parity.subject(), parity.variant().replace("|", "\\|"), outcome));
  }

  String text() {
    Collections.sort(lines);
    return HEAD + String.join("\n", lines) + "\n";
  }
}
