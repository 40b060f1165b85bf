package io.millrace.stages.transform;

import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.SparkMlState;
import io.millrace.spark.api.StockSql;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fills missing values by what a model predicts of the other columns: chained equations, as in van
 * Buuren and Groothuis-Oudshoorn, "mice" (2011), with one prediction and no noise. What was learnt
 * is a chain of stock transformers; see {@link ImputationChain}.
 */
final class ImputeModel extends RowWiseTransformer {
  private final ImputeModelOptions options;
  private final List<String> columns;

  ImputeModel(ImputeModelOptions options) {
    this.options = options;
    // Refuses columns named twice.
    ColumnPairs.of(options.columns(), null, "");
    LinkedHashSet<String> all = new LinkedHashSet<>(options.columns());
    all.addAll(options.predictors());
    this.columns = List.copyOf(all);
    if (columns.size() < 2) {
      throw new IllegalArgumentException(
          "one column can't be predicted by itself: name predictors, or more columns");
    }
  }

  @Override
  List<String> columns() {
    return columns;
  }

  @Override
  Optional<String> stockObstacle() {
    List<String> names = new ArrayList<>(columns);
    names.add(options.indicatorSuffix() == null ? "" : options.indicatorSuffix());
    return StockSql.obstacle(names);
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    String takes = "transform/impute-model takes numbers, strings and booleans";
    ColumnPairs.check(input, options.columns(), ImputeModel::accepts, takes, problems);
    for (int i = 0; i < options.predictors().size(); i++) {
      int place = i;
      ColumnPairs.check(
          input,
          List.of(options.predictors().get(i)),
          ImputeModel::accepts,
          takes,
          (option, code, message) -> problems.report("predictors[" + place + "]", code, message));
    }
    List<Column> changed = new ArrayList<>();
    for (String name : options.columns()) {
      input.column(name).ifPresent(c -> changed.add(Column.nullable(name, c.type())));
    }
    if (options.indicatorSuffix() != null) {
      for (String name : options.columns()) {
        changed.add(Column.required(name + options.indicatorSuffix(), Simple.BOOLEAN));
      }
    }
    return input.with(changed);
  }

  private static boolean accepts(LogicalType type) {
    return type.isNumeric() || type == Simple.STRING || type == Simple.BOOLEAN;
  }

  @Override
  public Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    return Fit.of(new Fitted(options, new ImputationChain(options, columns, train).learn(context)));
  }

  @Override
  public FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return new Fitted(options, SparkMlState.load(state));
  }

  private record Fitted(ImputeModelOptions options, List<Transformer> sparkMl)
      implements FittedTransformer<Dataset<Row>>, SparkMlExport, ScoringExport<Dataset<Row>> {
    @Override
    public Dataset<Row> apply(Dataset<Row> frame) {
      List<String> names = new ArrayList<>(List.of(frame.columns()));
      String suffix = options.indicatorSuffix();
      if (suffix != null) {
        options.columns().stream()
            .map(name -> name + suffix)
            .filter(name -> !names.contains(name))
            .forEach(names::add);
      }
      return Columns.select(new StockSteps(sparkMl).apply(frame), names);
    }

    @Override
    public List<ScoringStep> scoring(Dataset<Row> frame) {
      return new StockSteps(sparkMl).scoring(frame);
    }

    @Override
    public void save(StateDirectory state) {
      SparkMlState.save(state, sparkMl);
    }
  }
}
