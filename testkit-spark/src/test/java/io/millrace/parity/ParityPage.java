package io.millrace.parity;

import io.millrace.testkit.spark.ParityReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page of what was compared. */
final class ParityPage {
  private static final String HEAD =
      """
      # Parity of the portable form with Spark

      Each stage and model was given generated rows twice: in Spark, and in plain Java from its portable form, through
      the files of a model package. Rows hold nulls, NaN, infinities, extreme values, unseen labels and texts beyond 16 bits.
      *Equal bits* means that each value of each column is the same, NaN and the sign of zero included.

      | stage or model | case | rows | values | equal bits | largest difference |
      | --- | --- | ---: | ---: | --- | ---: |
      """;

  private final List<String> lines = new ArrayList<>();

  synchronized void add(ParityCase parity, ParityReport report) {
    lines.add(
        String.format(
            Locale.ROOT,
            "| `%s` | %s | %,d | %,d | %s | %s |",
            parity.subject(),
            parity.variant().replace("|", "\\|"),
            report.rows(),
            report.values(),
            report.different() == 0 ? "yes" : "no",
            report.largest()));
  }

  synchronized String text() {
    return HEAD + String.join("\n", lines.stream().sorted().toList()) + "\n";
  }
}
