package io.millrace.spark.api;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The columns that a model adds to the frames that it predicts.
 *
 * @param columns in their order
 */
public record PredictionColumns(List<Column> columns) {
  public PredictionColumns {
    columns = List.copyOf(columns);
  }

  /** These, in their order. */
  public static PredictionColumns of(Column... columns) {
    return new PredictionColumns(List.of(columns));
  }

  /** The schema of the predictions; reports each column that the input has already. */
  public Schema addedTo(Schema input, Problems problems) {
    for (Column added : columns) {
      if (input.isKnown() && input.has(added.name())) {
        problems.report(
            "",
            StandardError.DUPLICATE_COLUMN,
            "the input has a column '%s', which the model adds: rename it".formatted(added.name()));
      }
    }
    return input.with(columns);
  }

  /**
   * The last check, where the schema was not known before the run.
   *
   * @throws MillraceException DUPLICATE_COLUMN, if the frame has one of the columns
   */
  public void refuseTaken(Dataset<Row> frame) {
    List<String> names = List.of(frame.columns());
    for (Column added : columns) {
      if (names.contains(added.name())) {
        throw new MillraceException(
            StandardError.DUPLICATE_COLUMN,
            "The frame to predict has a column '%s', which the model adds: rename it."
                .formatted(added.name()));
      }
    }
  }
}
