package io.millrace.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes larger files of the Adult data: each row as often as asked. The census weight goes up by
 * one a copy, so that rows, and with them scores, stay as distinct as those of real data.
 */
final class AdultCopies {
  private static final int WEIGHT = AdultColumns.ALL.indexOf("fnlwgt");

  private AdultCopies() {}

  /** Writes adult.data and adult.test; returns how many rows both hold. */
  static long write(Path from, Path to, int copies) throws IOException {
    Files.createDirectories(to);
    return copy(from.resolve("adult.data"), to.resolve("adult.data"), copies)
        + copy(from.resolve("adult.test"), to.resolve("adult.test"), copies);
  }

  private static long copy(Path from, Path to, int copies) throws IOException {
    // The test file starts with a line that is no row, both end in an empty one.
    List<String> rows =
        Files.readAllLines(from).stream()
            .filter(line -> line.split(",", -1).length == AdultColumns.ALL.size())
            .toList();
    try (BufferedWriter writer = Files.newBufferedWriter(to)) {
      for (int copy = 0; copy < copies; copy++) {
        for (String row : rows) {
          writer.write(copied(row, copy));
          writer.newLine();
        }
      }
    }
    return (long) rows.size() * copies;
  }

  private static String copied(String row, int copy) {
    String[] values = row.split(",", -1);
    values[WEIGHT] = " " + (Integer.parseInt(values[WEIGHT].trim()) + copy);
    return String.join(",", values);
  }
}
