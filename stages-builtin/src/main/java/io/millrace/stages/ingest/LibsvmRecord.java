package io.millrace.stages.ingest;

import io.millrace.api.error.StandardError;
import io.millrace.spark.api.RowFailures;
import java.util.regex.Pattern;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;

/**
 * Parses a line as {@code LABEL INDEX:VALUE …}: indices start at 1 and ascend, slots that are not
 * named are 0. See the README of LIBSVM, "The format of training and testing data files".
 */
final class LibsvmRecord implements UDF2<String, String, Row> {
  private static final long serialVersionUID = 1;
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** A message holds no more of a line than this. */
  private static final int SHOWN = 100;

  private final int size;

  /** For vectors of that size. */
  LibsvmRecord(int size) {
    this.size = size;
  }

  @Override
  public Row call(String line, String path) {
    String[] fields = BLANKS.split(line);
    int[] indices = new int[fields.length - 1];
    double[] values = new double[fields.length - 1];
    double label = number(fields[0], "label", line, path);
    for (int i = 1; i < fields.length; i++) {
      indices[i - 1] = index(fields[i], i == 1 ? -1 : indices[i - 2], line, path);
      values[i - 1] = number(fields[i].substring(fields[i].indexOf(':') + 1), "value", line, path);
      if (indices[i - 1] >= size) {
        throw bad(
            line,
            path,
            "the index %d is larger than numFeatures, %d".formatted(indices[i - 1] + 1, size));
      }
    }
    return RowFactory.create(label, Vectors.sparse(size, indices, values));
  }

  private static int index(String field, int before, String line, String path) {
    int colon = field.indexOf(':');
    int index;
    try {
      index = Integer.parseInt(field.substring(0, Math.max(0, colon)));
    } catch (NumberFormatException e) {
      throw bad(line, path, "'%s' is not INDEX:VALUE".formatted(shortened(field)));
    }
    if (index < 1) {
      throw bad(line, path, "the index %d is less than 1".formatted(index));
    }
    if (index - 1 <= before) {
      throw bad(
          line,
          path,
          "the index %d stands behind %d: they must ascend".formatted(index, before + 1));
    }
    return index - 1;
  }

  private static double number(String text, String what, String line, String path) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw bad(line, path, "the %s '%s' is no number".formatted(what, shortened(text)));
    }
  }

  private static RuntimeException bad(String line, String path, String reason) {
    return RowFailures.failure(
        StandardError.BAD_RECORD,
        "A line of '%s' is no record of LIBSVM, LABEL INDEX:VALUE …: %s. The line is: %s"
            .formatted(path, reason, shortened(line)));
  }

  private static String shortened(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  /** The largest index of a line; the last one, since they ascend. */
  static final class LargestIndex implements UDF2<String, String, Integer> {
    private static final long serialVersionUID = 1;

    @Override
    public Integer call(String line, String path) {
      String[] fields = BLANKS.split(line);
      return fields.length == 1 ? 0 : index(fields[fields.length - 1], -1, line, path) + 1;
    }
  }
}
