package io.millrace.stages.transform;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Numbers the distinct values of columns, those of all columns found in one job. */
final class StringIndex extends AggregatedColumns<FittedStringIndex.State> {
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

  /** Rows whose value has no index may go. */
  @Override
  public Optional<Set<String>> setsOnly() {
    return options.handleInvalid() == HandleInvalid.SKIP ? Optional.empty() : super.setsOnly();
  }

  @Override
  public List<Column> aggregates(Dataset<Row> train) {
    return options.columns().stream().map(ValueCounts::of).toList();
  }

  @Override
  FittedStringIndex.State learn(Dataset<Row> train, Row figures) {
    List<List<String>> labels = new ArrayList<>();
    for (int i = 0; i < options.columns().size(); i++) {
      Map<@Nullable String, Long> counts = new HashMap<>(ValueCounts.read(figures.getStruct(i)));
      counts.remove(null);
      refuseEmpty(options.columns().get(i), counts);
      labels.add(counts.entrySet().stream().sorted(order()).map(Map.Entry::getKey).toList());
    }
    return new FittedStringIndex.State(labels);
  }

  private static void refuseEmpty(String column, Map<String, Long> counts) {
    if (counts.isEmpty()) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The column '%s' has no value in the training rows to number: drop it."
              .formatted(column));
    }
  }

  private Comparator<Map.Entry<String, Long>> order() {
    Comparator<Map.Entry<String, Long>> alphabet = Map.Entry.comparingByKey();
    Comparator<Map.Entry<String, Long>> frequency = Map.Entry.comparingByValue();
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
