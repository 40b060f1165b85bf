package io.millrace.stages.transform;

import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.api.StockSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Chooses slots of vectors by what a selector of the table {@link Selectors} finds. */
final class SelectorTransformer<O extends Record & SelectorOptions.Common>
    extends RowWiseTransformer {
  /** Looks at the training rows. */
  interface Selector<O> {
    /** What to keep of the rows' slots. */
    Choice choose(SlotRows rows, O options);
  }

  private final String name;
  private final O options;
  private final Selector<O> selector;
  private final ColumnPairs pairs;

  SelectorTransformer(String name, O options, Selector<O> selector) {
    this.name = name;
    this.options = options;
    this.selector = selector;
    this.pairs =
        ColumnPairs.of(options.columns(), options.outputs(), options.suffix(), "_selected");
    options.check();
  }

  /** Without the label, which {@link #fit} alone reads: rows to be predicted have none. */
  @Override
  List<String> columns() {
    return pairs.inputs();
  }

  @Override
  Optional<String> stockObstacle() {
    return StockSql.obstacle(
        Stream.concat(pairs.inputs().stream(), pairs.outputs().values().stream()).toList());
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    ColumnPairs.check(
        input,
        pairs.inputs(),
        type -> type instanceof VectorOf,
        name + " takes vectors: make one with transform/assemble",
        problems);
    String label = options.label();
    boolean classes = options.labelTask() == Task.CLASSIFICATION;
    if (label != null) {
      input
          .column(label)
          .filter(column -> !(classes ? isClass(column.type()) : column.type().isNumeric()))
          .ifPresent(
              column ->
                  problems.report(
                      "label",
                      StandardError.COLUMN_TYPE,
                      "column '%s' of type %s %s"
                          .formatted(
                              label,
                              column.type().text(),
                              classes
                                  ? "can't name classes: a label is a string, a number or a boolean"
                                  : "is no number")));
    }
    return input.with(
        pairs.outputs().values().stream()
            .map(
                output ->
                    io.millrace.api.schema.Column.required(
                        output, new VectorOf(VectorOf.UNKNOWN_SIZE)))
            .toList());
  }

  private static boolean isClass(LogicalType type) {
    return type.isNumeric() || type == Simple.STRING || type == Simple.BOOLEAN;
  }

  @Override
  public Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    String label = options.label();
    List<Column> labels =
        label == null ? List.of() : List.of(SlotRows.label(train, label, options.labelTask()));
    List<Choice> choices = new ArrayList<>();
    for (String column : pairs.inputs()) {
      context.checkCancelled();
      Choice choice = selector.choose(SlotRows.of(train, column, labels, context), options);
      if (choice.made() == 0) {
        throw new MillraceException(
            StandardError.UNUSABLE_COLUMN,
            "The stage %s keeps none of the %d slots of '%s': let it keep more."
                .formatted(name, choice.names().size(), column));
      }
      context.fact("kept of '" + column + "'", choice.text());
      choices.add(choice);
    }
    return Fit.of(new FittedSelection(pairs, new FittedSelection.State(choices)));
  }

  @Override
  public FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return new FittedSelection(
        pairs, StateJson.read(state, FittedSelection.FILE, FittedSelection.State.class));
  }
}
