package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.mode;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.percentile_approx;

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
import io.millrace.stages.transform.ImputeOptions.Strategy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fills missing values. Columns keep their type; a mean or median is cut to a whole number where
 * the column holds whole numbers, as Spark ML's imputer does.
 */
final class Impute extends RowWiseTransformer implements AggregateLearner {
  private final ImputeOptions options;

  Impute(ImputeOptions options) {
    this.options = options;
    // Refuses columns named twice.
    ColumnPairs.of(options.columns(), null, "");
  }

  @Override
  List<String> columns() {
    return options.columns();
  }

  @Override
  Optional<String> stockObstacle() {
    List<String> names = new ArrayList<>(options.columns());
    names.add(options.indicatorSuffix() == null ? "" : options.indicatorSuffix());
    return StockSql.obstacle(names);
  }

  private boolean isOfNumbers() {
    return options.strategy() == Strategy.MEAN || options.strategy() == Strategy.MEDIAN;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    ColumnPairs.check(
        input,
        options.columns(),
        type -> isOfNumbers() ? type.isNumeric() : isFillable(type),
        isOfNumbers()
            ? "only numbers have a mean or median: use strategy mode or constant"
            : "transform/impute fills numbers, strings, booleans and dates",
        problems);
    List<Column> changed = new ArrayList<>();
    for (String name : options.columns()) {
      input.column(name).ifPresent(c -> changed.add(Column.required(name, c.type())));
    }
    checkConstant(changed, problems);
    if (options.indicatorSuffix() != null) {
      for (String name : options.columns()) {
        changed.add(Column.required(name + options.indicatorSuffix(), Simple.BOOLEAN));
      }
    }
    return input.with(changed);
  }

  static boolean isFillable(LogicalType type) {
    return type.isNumeric()
        || type == Simple.STRING
        || type == Simple.BOOLEAN
        || type == Simple.DATE;
  }

  private void checkConstant(List<Column> columns, Problems problems) {
    String value = options.value();
    for (Column column : columns) {
      if (value != null && isFillable(column.type()) && !FilledValue.fits(value, column.type())) {
        problems.report(
            "value",
            StandardError.WRONG_TYPE,
            "'%s' is no %s, which column '%s' holds"
                .formatted(value, column.type().text(), column.name()));
      }
    }
  }

  @Override
  public Optional<Set<String>> setsOnly() {
    Set<String> set = new HashSet<>(options.columns());
    if (options.indicatorSuffix() != null) {
      options.columns().forEach(name -> set.add(name + options.indicatorSuffix()));
    }
    return Optional.of(set);
  }

  @Override
  public List<org.apache.spark.sql.Column> aggregates(Dataset<Row> train) {
    return options.value() != null
        ? List.of()
        : options.columns().stream()
            .map(name -> statistic(FilledValue.presentOrNull(train, name)).cast("string"))
            .toList();
  }

  @Override
  public Fit<Dataset<Row>> learnt(
      Dataset<Row> train, Row figures, StageContext<Dataset<Row>> context) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> types = new LinkedHashMap<>();
    for (int i = 0; i < options.columns().size(); i++) {
      String name = options.columns().get(i);
      String constant = options.value();
      values.put(name, constant == null ? learntValue(name, figures, i) : constant);
      types.put(name, FilledValue.type(train, name).sql());
    }
    return Fit.of(
        new FittedImpute(new FittedImpute.State(values, types, options.indicatorSuffix())));
  }

  private static String learntValue(String name, Row figures, int place) {
    if (figures.isNullAt(place)) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The column '%s' has no value in the training rows to fill it with: drop it, or use strategy constant."
              .formatted(name));
    }
    return figures.getString(place);
  }

  private org.apache.spark.sql.Column statistic(org.apache.spark.sql.Column present) {
    return switch (options.strategy()) {
      case MEAN -> avg(present.cast("double"));
      case MEDIAN -> median(present.cast("double"));
      case MODE -> mode(present, true);
      case CONSTANT -> throw new IllegalStateException("a constant is not learnt");
    };
  }

  private org.apache.spark.sql.Column median(org.apache.spark.sql.Column present) {
    if (options.relativeError() == 0) {
      return percentile(present, lit(0.5));
    }
    int accuracy = (int) Math.min(Integer.MAX_VALUE, Math.ceil(1 / options.relativeError()));
    return percentile_approx(present, lit(0.5), lit(accuracy));
  }

  @Override
  public FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return new FittedImpute(StateJson.read(state, FittedImpute.FILE, FittedImpute.State.class));
  }
}
