package io.millrace.serving.protocol.mlflow;

import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.InputRows;
import io.millrace.serving.protocol.CsvLines;
import io.millrace.serving.protocol.RowReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads comma-separated values, whose first line names the columns. */
final class CsvForm {
  private CsvForm() {}

  static InputRows read(byte[] body, RowReader reader, int rowLimit) {
    CsvLines csv = new CsvLines(decoded(body));
    List<@Nullable String> header = csv.next();
    if (header == null) {
      throw CallRefused.badInput("The CSV is empty: its first line has to name the columns.");
    }
    int[] order = reader.order(header.stream().map(name -> name == null ? "" : name).toList());
    InputRows rows = reader.newRows(1);
    for (List<@Nullable String> line = csv.next(); line != null; line = csv.next()) {
      int row = reader.addRow(rows, rowLimit);
      if (line.size() != order.length) {
        throw CallRefused.badInput(
            "Row %d holds %d values, and there are %d columns."
                .formatted(row, line.size(), order.length));
      }
      for (int i = 0; i < order.length; i++) {
        if (order[i] >= 0) {
          reader.textCell(line.get(i), rows, row, order[i]);
        }
      }
    }
    return rows;
  }

  private static String decoded(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw CallRefused.badInput("The CSV is not in UTF-8.");
    }
  }
}
