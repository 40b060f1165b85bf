package io.millrace.stages.train.recommend;

import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_distinct;

import io.millrace.api.ColumnUse;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Model;
import io.millrace.api.StageContext;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.stages.train.recommend.Rules.Rule;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.fpm.FPGrowth;
import org.apache.spark.ml.fpm.FPGrowthModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Trains by Spark ML's FP-growth. */
final class FpGrowthTrainer implements Trainer<Dataset<Row>>, Exportable {
  private static final String ITEMS = "items";

  private final FpGrowthOptions options;

  FpGrowthTrainer(FpGrowthOptions options) {
    this.options = options;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    input
        .column(options.items())
        .filter(column -> !isBasket(column.type()))
        .ifPresent(
            column ->
                problems.report(
                    ITEMS,
                    StandardError.COLUMN_TYPE,
                    "column '%s' of type %s is no basket: an array of strings or whole numbers is"
                        .formatted(column.name(), column.type().text())));
    return input
        .column(options.items())
        .map(column -> BasketModel.added(column.type()).addedTo(input, problems))
        .orElseGet(Schema::unknown);
  }

  private static boolean isBasket(LogicalType type) {
    return type instanceof ArrayOf array
        && List.of(Simple.STRING, Simple.INT, Simple.LONG).contains(array.element());
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(List.of(options.items()));
  }

  @Override
  public Set<ExportForm> exportForms() {
    return EnumSet.of(ExportForm.SCORING);
  }

  @Override
  public Optional<String> label() {
    return Optional.empty();
  }

  @Override
  public Optional<String> weight() {
    return Optional.empty();
  }

  /** How many baskets there are, how often items are in them, and the baskets. */
  @Override
  public Passes passes() {
    return new Passes(3, true);
  }

  @Override
  public Model<Dataset<Row>> train(
      TrainingData<Dataset<Row>> data, StageContext<Dataset<Row>> context) {
    context.checkCancelled();
    Dataset<Row> baskets = baskets(data.train());
    if (baskets.isEmpty()) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT,
          "There are no training rows with a basket in '%s'.".formatted(options.items()));
    }
    FPGrowthModel learnt =
        new FPGrowth()
            .setItemsCol(ITEMS)
            .setMinSupport(options.minSupport())
            .setMinConfidence(options.minConfidence())
            .fit(baskets);
    Dataset<Row> frequent = learnt.freqItemsets().persist();
    try {
      Rules rules = rules(learnt);
      context.fact("frequent itemsets", Long.toString(frequent.count()));
      tell(rules, context);
      return new BasketModel(rules, options.items());
    } finally {
      frequent.unpersist();
    }
  }

  /** Spark ML takes each item once only. Empty baskets count as others do, missing ones don't. */
  private Dataset<Row> baskets(Dataset<Row> train) {
    Column items =
        array_distinct(array_compact(Columns.col(options.items()))).cast("array<string>");
    return train.select(items.as(ITEMS)).where(Columns.col(ITEMS).isNotNull());
  }

  private static Rules rules(FPGrowthModel learnt) {
    return Rules.of(
        learnt.associationRules().collectAsList().stream()
            .map(
                row ->
                    new Rule(
                        row.getList(0),
                        row.<String>getList(1).get(0),
                        row.getAs("confidence"),
                        row.getAs("support")))
            .toList());
  }

  private static void tell(Rules rules, StageContext<Dataset<Row>> context) {
    context.fact("rules", Integer.toString(rules.rules().size()));
    if (rules.rules().isEmpty()) {
      context.warn("no rule holds often enough: lower minSupport or minConfidence");
      return;
    }
    Rule surest = rules.rules().get(0);
    context.fact(
        "surest rule",
        "%s: %s (%.0f %%)"
            .formatted(
                String.join(", ", surest.given()), surest.then(), 100 * surest.confidence()));
  }

  @Override
  public Model<Dataset<Row>> load(StateDirectory state) {
    return BasketModel.load(options.items(), state);
  }
}
