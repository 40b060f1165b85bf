package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.AppliesTo;
import io.millrace.api.ColumnUse;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.AggregateLearner;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.api.StockSql;
import io.millrace.stages.transform.OutliersOptions.Action;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Learns the bounds of usual values. */
final class Outliers implements AggregateLearner, Exportable {
  private final OutliersOptions options;

  Outliers(OutliersOptions options) {
    this.options = options;
    // Refuses columns named twice.
    ColumnPairs.of(options.columns(), null, "");
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    ColumnPairs.check(
        input, options.columns(), LogicalType::isNumeric, "only numbers have bounds", problems);
    List<Column> changed = new ArrayList<>();
    for (String name : options.columns()) {
      if (options.action() == Action.FLAG) {
        changed.add(Column.required(name + options.suffix(), Simple.BOOLEAN));
      } else if (options.action() == Action.NULL) {
        input.column(name).ifPresent(c -> changed.add(Column.nullable(name, c.type())));
      }
    }
    return input.with(changed);
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(options.columns());
  }

  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public AppliesTo appliesTo() {
    return options.action() == Action.DROP_FROM_TRAINING ? AppliesTo.TRAINING : AppliesTo.ALL;
  }

  @Override
  public boolean isRowWise() {
    return true;
  }

  @Override
  public Set<ExportForm> exportForms() {
    return stockObstacle().isEmpty()
        ? EnumSet.allOf(ExportForm.class)
        : EnumSet.of(ExportForm.SCORING);
  }

  @Override
  public Optional<String> obstacle(ExportForm form, Schema input) {
    return form == ExportForm.SPARK_ML ? stockObstacle() : Optional.empty();
  }

  private Optional<String> stockObstacle() {
    List<String> names = new ArrayList<>(options.columns());
    names.add(options.suffix());
    return StockSql.obstacle(names);
  }

  /** As {@link #appliesTo} says, only training rows may go. */
  @Override
  public Optional<Set<String>> setsOnly() {
    return switch (options.action()) {
      case DROP_FROM_TRAINING -> Optional.empty();
      case FLAG ->
          Optional.of(
              options.columns().stream()
                  .map(name -> name + options.suffix())
                  .collect(Collectors.toSet()));
      default -> Optional.of(Set.copyOf(options.columns()));
    };
  }

  @Override
  public List<org.apache.spark.sql.Column> aggregates(Dataset<Row> train) {
    return options.columns().stream()
        .map(name -> bounds(FilledValue.presentOrNull(train, name).cast("double")))
        .toList();
  }

  @Override
  public Fit<Dataset<Row>> learnt(
      Dataset<Row> train, Row figures, StageContext<Dataset<Row>> context) {
    Map<String, Bounds> byColumn = new LinkedHashMap<>();
    for (int i = 0; i < options.columns().size(); i++) {
      String name = options.columns().get(i);
      List<Double> pair = figures.getList(i);
      if (pair == null || pair.get(0) == null || pair.get(1) == null) {
        throw new MillraceException(
            StandardError.UNUSABLE_COLUMN,
            "The column '%s' has too few values in the training rows to learn bounds of them: leave it out of transform/outliers."
                .formatted(name));
      }
      byColumn.put(name, Bounds.of(pair.get(0), pair.get(1), FilledValue.type(train, name)));
    }
    return Fit.of(fitted(new FittedOutliers.State(byColumn)));
  }

  /** Two bounds; of the values that are numbers, in one pass for all columns. */
  private org.apache.spark.sql.Column bounds(org.apache.spark.sql.Column present) {
    return switch (options.method()) {
      case QUANTILE ->
          array(
              percentile(present, lit(options.lower())), percentile(present, lit(options.upper())));
      case IQR -> {
        org.apache.spark.sql.Column first = percentile(present, lit(0.25));
        org.apache.spark.sql.Column third = percentile(present, lit(0.75));
        yield around(first, third, third.minus(first));
      }
      case Z_SCORE -> {
        // One infinite value would leave no mean.
        org.apache.spark.sql.Column finite =
            when(abs(present).lt(Double.POSITIVE_INFINITY), present);
        yield around(avg(finite), avg(finite), stddev_samp(finite));
      }
    };
  }

  private org.apache.spark.sql.Column around(
      org.apache.spark.sql.Column low,
      org.apache.spark.sql.Column high,
      org.apache.spark.sql.Column spread) {
    org.apache.spark.sql.Column far = spread.multiply(options.factor());
    return array(low.minus(far), high.plus(far));
  }

  private FittedOutliers fitted(FittedOutliers.State state) {
    return new FittedOutliers(options, state);
  }

  @Override
  public FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return fitted(StateJson.read(state, FittedOutliers.FILE, FittedOutliers.State.class));
  }
}
