package io.millrace.stages.transform;

import static java.util.Objects.requireNonNull;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

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
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.LabelClasses;
import io.millrace.spark.api.RowHash;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.api.StockSql;
import io.millrace.stages.transform.EncodingOptions.LabelKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.jspecify.annotations.Nullable;

/**
 * Turns categories into the mean of a label. Training rows are encoded out of fold: by the rows of
 * all folds but their own, which a hash of a row's content chooses. One job reads the classes, one
 * all sums.
 */
final class TargetEncode extends RowWiseTransformer {
  private final EncodingOptions.TargetEncode options;
  private final ColumnPairs pairs;

  TargetEncode(EncodingOptions.TargetEncode options) {
    this.options = options;
    this.pairs = ColumnPairs.of(options.columns(), options.outputs(), options.suffix(), "_target");
    if (options.positive() != null && options.kind() != LabelKind.BINARY) {
      throw new IllegalArgumentException("the option positive needs kind binary");
    }
    if (options.columns().contains(options.label())) {
      throw new IllegalArgumentException(
          "columns names the label '" + options.label() + "', which can't encode itself");
    }
  }

  /** Without the label, which {@link #fit} alone reads: rows to be predicted have none. */
  @Override
  List<String> columns() {
    return pairs.inputs();
  }

  @Override
  public Optional<Set<String>> setsOnly() {
    return Optional.of(Set.copyOf(pairs.outputs().values()));
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
        FittedCodes::accepts,
        "transform/target-encode takes strings, booleans and numbers",
        problems);
    boolean ofNumber = options.kind() == LabelKind.REGRESSION;
    input
        .column(options.label())
        .filter(label -> !(ofNumber ? label.type().isNumeric() : FittedCodes.accepts(label.type())))
        .ifPresent(
            label ->
                problems.report(
                    "label",
                    StandardError.COLUMN_TYPE,
                    "column '%s' has the type %s, and a label of kind %s is %s"
                        .formatted(
                            label.name(),
                            label.type().text(),
                            options.kind().name().toLowerCase(java.util.Locale.ROOT),
                            ofNumber ? "a number" : "a string, a number or a boolean")));
    LogicalType made =
        options.kind() == LabelKind.MULTICLASS
            ? new VectorOf(VectorOf.UNKNOWN_SIZE)
            : Simple.DOUBLE;
    return input.with(
        pairs.outputs().values().stream()
            .map(name -> io.millrace.api.schema.Column.required(name, made))
            .toList());
  }

  @Override
  public Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    Optional<LabelClasses> classes =
        options.kind() == LabelKind.REGRESSION
            ? Optional.empty()
            : Optional.of(LabelClasses.in(train, options.label()));
    List<String> slots = classes.map(this::slots).orElseGet(() -> List.of(""));
    Column fold = fold(train, context.seed());
    List<TargetSums> sums = sums(train, fold, classes, slots);
    FittedCodes.State state =
        new FittedCodes.State(
            options.kind() == LabelKind.MULTICLASS ? slots : List.of(),
            sums.stream().map(TargetEncode::codes).toList());
    return new Fit<>(new FittedCodes(pairs, state), outOfFold(train, fold, sums, state));
  }

  /** The classes whose shares are taken. */
  private List<String> slots(LabelClasses classes) {
    if (options.kind() == LabelKind.MULTICLASS) {
      return classes.names();
    }
    if (classes.names().size() > 2) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The label '%s' has %d classes: set kind of transform/target-encode to multiclass, or to regression."
              .formatted(options.label(), classes.names().size()));
    }
    String positive = options.positive();
    if (positive != null && !classes.names().contains(positive)) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The label '%s' has no class '%s': its classes are '%s'."
              .formatted(options.label(), positive, String.join("' and '", classes.names())));
    }
    return List.of(positive == null ? classes.names().get(1) : positive);
  }

  private Column fold(Dataset<Row> train, long seed) {
    return RowHash.uniform(train.schema(), options.keys(), seed)
        .multiply(options.folds())
        .cast("int");
  }

  /** The sums of all columns, in one job. */
  private List<TargetSums> sums(
      Dataset<Row> train, Column fold, Optional<LabelClasses> classes, List<String> slots) {
    Column label = Columns.col(options.label());
    List<Row> counted =
        train
            .select(
                FittedCodes.exploded(options.columns()),
                fold.as("fold"),
                classes.map(c -> c.index(label)).orElse(lit(0.0)).as("class"),
                classes.isPresent() ? lit(1.0).as("label") : label.cast("double").as("label"))
            .groupBy(col("pos"), col("col"), col("fold"), col("class"))
            .agg(count(lit(1)), sum(col("label")), count(col("label")))
            .collectAsList();
    List<TargetSums> sums = new ArrayList<>();
    for (int i = 0; i < options.columns().size(); i++) {
      sums.add(new TargetSums(options.folds(), slots.size(), options.smoothing()));
    }
    for (Row row : counted) {
      requireLabels(row);
      int slot = classes.map(c -> slots.indexOf(c.names().get((int) row.getDouble(3)))).orElse(0);
      sums.get(row.getInt(0))
          .add(
              row.isNullAt(1) ? null : row.getString(1),
              row.getInt(2),
              slot,
              row.getLong(4),
              row.getDouble(5));
    }
    requireFolds(counted, sums.get(0));
    return sums;
  }

  /** Of classes, those that are missing were refused before. */
  private void requireLabels(Row row) {
    if (row.getLong(6) < row.getLong(4) || Double.isNaN(row.getDouble(5))) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The label '%s' is missing in some training row: drop such rows with transform/filter."
              .formatted(options.label()));
    }
    if (Double.isInfinite(row.getDouble(5))) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The label '%s' is infinite in some training row: drop such rows with transform/filter."
              .formatted(options.label()));
    }
  }

  private void requireFolds(List<Row> counted, TargetSums sums) {
    if (counted.isEmpty()) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT,
          "There are no training rows to learn '" + options.label() + "' from.");
    }
    for (int fold = 0; fold < options.folds(); fold++) {
      if (sums.rowsWithout(fold) == 0) {
        throw new MillraceException(
            StandardError.UNUSABLE_COLUMN,
            "All training rows fall in one fold of transform/target-encode, so none can be encoded by others: there are too few rows, or %s do not tell them apart."
                .formatted(options.keys().isEmpty() ? "the columns" : "the keys"));
      }
    }
  }

  private static FittedCodes.Codes codes(TargetSums sums) {
    List<@Nullable String> values = new ArrayList<>();
    sums.values().forEach(values::add);
    values.sort(java.util.Comparator.nullsFirst(java.util.Comparator.naturalOrder()));
    double[][] codes =
        values.stream().map(value -> sums.code(value, TargetSums.NONE)).toArray(double[][]::new);
    return new FittedCodes.Codes(values, codes, sums.prior(TargetSums.NONE));
  }

  private Dataset<Row> outOfFold(
      Dataset<Row> train, Column fold, List<TargetSums> sums, FittedCodes.State state) {
    Map<String, Column> columns = new LinkedHashMap<>();
    int place = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      UDF2<String, Integer, Object> coder = coder(sums.get(place++), state.ofVectors());
      Column code =
          udf(coder, FittedCodes.type(state))
              .asNonNullable()
              .apply(FittedCodes.text(pair.getKey()), fold);
      columns.put(pair.getValue(), FittedCodes.named(code, pair.getValue(), state));
    }
    return Columns.with(train, columns);
  }

  /** Every value has a code in every fold: the rows are those that were counted. */
  private UDF2<String, Integer, Object> coder(TargetSums sums, boolean vectors) {
    Map<@Nullable String, Object[]> codes = new HashMap<>();
    for (String value : sums.values()) {
      Object[] byFold = new Object[options.folds()];
      for (int fold = 0; fold < byFold.length; fold++) {
        byFold[fold] = FittedCodes.code(sums.code(value, fold), vectors);
      }
      codes.put(value, byFold);
    }
    return (value, fold) -> requireNonNull(codes.get(value))[fold];
  }

  @Override
  public FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return new FittedCodes(pairs, StateJson.read(state, FittedCodes.FILE, FittedCodes.State.class));
  }
}
