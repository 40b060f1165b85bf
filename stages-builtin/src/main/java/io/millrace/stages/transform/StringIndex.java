package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Numbers the distinct values of columns, those of all columns found in one job. */
final class StringIndex extends ColumnwiseTransformer<FittedStringIndex.State> {
  private final StringIndexOptions options;

  StringIndex(StringIndexOptions options) {
    super(
        ColumnPairs.of(options.columns(), options.outputs(), options.suffix(), "_index"),
        FittedStringIndex.FILE,
        FittedStringIndex.State.class);
    this.options = options;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    ColumnPairs.check(
        input,
        options.columns(),
        type -> type == Simple.STRING || type.isNumeric(),
        "transform/string-index takes strings and numbers; booleans go into transform/assemble as"
            + " they are",
        problems);
    return input.with(
        pairs().outputs().values().stream()
            .map(name -> io.millrace.api.schema.Column.required(name, Simple.DOUBLE))
            .toList());
  }

  @Override
  FittedStringIndex.State learn(Dataset<Row> train) {
    List<List<Row>> counted = new ArrayList<>();
    options.columns().forEach(column -> counted.add(new ArrayList<>()));
    counts(train).collectAsList().forEach(row -> counted.get(row.getInt(0)).add(row));
    List<List<String>> labels = new ArrayList<>();
    for (int i = 0; i < counted.size(); i++) {
      refuseEmpty(options.columns().get(i), counted.get(i));
      labels.add(counted.get(i).stream().sorted(order()).map(row -> row.getString(1)).toList());
    }
    return new FittedStringIndex.State(labels);
  }

  private Dataset<Row> counts(Dataset<Row> train) {
    return train
        .select(FittedCodes.exploded(options.columns()))
        .where(col("col").isNotNull())
        .groupBy(col("pos"), col("col"))
        .agg(count(lit(1)));
  }

  private static void refuseEmpty(String column, List<Row> values) {
    if (values.isEmpty()) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The column '%s' has no value in the training rows to number: drop it."
              .formatted(column));
    }
  }

  private Comparator<Row> order() {
    Comparator<Row> alphabet = Comparator.comparing(row -> row.getString(1));
    Comparator<Row> frequency = Comparator.comparingLong(row -> row.getLong(2));
    return switch (options.order()) {
      case FREQUENCY_DESC -> frequency.reversed().thenComparing(alphabet);
      case FREQUENCY_ASC -> frequency.thenComparing(alphabet);
      case ALPHABET_DESC -> alphabet.reversed();
      case ALPHABET_ASC -> alphabet;
    };
  }

  @Override
  FittedStringIndex fitted(FittedStringIndex.State state) {
    return new FittedStringIndex(pairs(), options.handleInvalid(), state);
  }
}
