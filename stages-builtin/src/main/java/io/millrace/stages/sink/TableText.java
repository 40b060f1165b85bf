package io.millrace.stages.sink;

import java.util.Arrays;
import java.util.List;

/** Lines of a table in one text. */
final class TableText {
  private TableText() {}

  /** Control characters part lines and fields; within a field they become blanks. */
  static String write(List<List<String>> lines) {
    return String.join(
        "\n",
        lines.stream()
            .map(line -> String.join("\t", line.stream().map(TableText::plain).toList()))
            .toList());
  }

  private static String plain(String field) {
    return field.replaceAll("\\p{Cntrl}+", " ");
  }

  static List<List<String>> read(String text) {
    return text.lines().map(line -> Arrays.asList(line.split("\t", -1))).toList();
  }
}
