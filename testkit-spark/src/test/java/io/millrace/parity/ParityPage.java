package io.millrace.parity;

import io.millrace.api.scoring.ScoringFunction;
import io.millrace.testkit.spark.ParityReport;
import io.millrace.testkit.spark.PythonReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of what was compared. */
final class ParityPage {
  private static final String HEAD =
      """
      # Parity of the portable form with Spark, and in Python

      Each stage and model was given generated rows twice: in Spark, and in plain Java from its portable form, through
      the files of a model package. Rows hold nulls, NaN, infinities, extreme values, unseen labels and texts beyond 16 bits.
      *Equal bits* means that each value of each column is the same, NaN and the sign of zero included. `train/xgboost`, which
      comes as a plugin, is compared in the same way by its own tests.

      The first %,d rows of each case went through the Python scorer of the package too, and each value was compared with
      Java's: %,d rows, %,d values, of which %,d differ, by %s at most. A difference of numbers beyond 1 is in proportion to
      the larger one. Texts, dates, decimals, lists, which entries of a vector are held, what is dropped or refused and why have to
      be equal.

      | stage or model | case | rows | values | equal bits | largest difference | rows in Python | largest difference there |
      | --- | --- | ---: | ---: | --- | ---: | ---: | ---: |
      """;

  private ParityPage() {}

  /**
   * The page; reports are in the order of their cases.
   *
   * @param rows how many rows of each case Python was given at most
   */
  static String of(
      List<ParityCase> cases, List<ParityReport> java, List<PythonReport> python, int rows) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      lines.add(line(cases.get(i), java.get(i), python.get(i)));
    }
    Collections.sort(lines);
    return head(python, rows) + String.join("\n", lines) + "\n" + expressions();
  }

  private static String head(List<PythonReport> reports, int rows) {
    long values = reports.stream().mapToLong(PythonReport::values).sum();
    return String.format(
        Locale.ROOT,
        HEAD,
        rows,
        reports.stream().mapToLong(PythonReport::rows).sum(),
        values,
        values - reports.stream().mapToLong(PythonReport::equal).sum(),
        difference(reports.stream().mapToDouble(PythonReport::largest).max().orElse(0)));
  }

  private static String line(ParityCase parity, ParityReport java, PythonReport python) {
    return String.format(
        Locale.ROOT,
        "| `%s` | %s | %,d | %,d | %s | %s | %s |",
        parity.subject(),
        parity.variant().replace("|", "\\|"),
        java.rows(),
        java.values(),
        java.different() == 0 ? "yes" : "no",
        java.largest(),
        line(python));
  }

  private static String line(PythonReport python) {
    return python.notLoaded() == null
        ? String.format(Locale.ROOT, "%,d | %s", python.rows(), difference(python.largest()))
        : "0 | " + python.notLoaded();
  }

  private static String difference(double difference) {
    return difference == 0 ? "0.0" : String.format(Locale.ROOT, "%.1e", difference);
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
