package io.millrace.parity;

import io.millrace.api.scoring.ScoringFunction;
import io.millrace.testkit.spark.ParityReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of what was compared. */
final class ParityPage {
  private static final String HEAD =
      """
      # Parity of the portable form with Spark

      Each stage and model was given generated rows twice: in Spark, and in plain Java from its portable form, through
      the files of a model package. Rows hold nulls, NaN, infinities, extreme values, unseen labels and texts beyond 16 bits.
      *Equal bits* means that each value of each column is the same, NaN and the sign of zero included. `train/xgboost`, which
      comes as a plugin, is compared in the same way by its own tests.

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
    return HEAD + String.join("\n", lines.stream().sorted().toList()) + "\n" + expressions();
  }

  private static String expressions() {
    String names =
        Stream.of(ScoringFunction.values())
            .flatMap(function -> function.sql().stream())
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    return """

    ## Expressions

    `transform/sql` and `transform/filter` have a portable form if they call no others than these, besides columns,
    constants, fields of structs and elements of arrays:

    %s
    """
        .formatted(names);
  }
}
