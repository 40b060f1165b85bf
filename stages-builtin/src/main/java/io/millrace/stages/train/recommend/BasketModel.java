package io.millrace.stages.train.recommend;

import static org.apache.spark.sql.functions.udf;

import io.millrace.api.Model;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.PredictionColumns;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.api.StateJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Predicts what baskets lack by rules: an array of items, the surest first, maybe empty. */
final class BasketModel implements Model<Dataset<Row>>, ScoringExport<Dataset<Row>> {
  private static final String FILE = "rules.json";

  private final Rules rules;
  private final String items;

  BasketModel(Rules rules, String items) {
    this.rules = rules;
    this.items = items;
  }

  static BasketModel load(String items, StateDirectory state) {
    return new BasketModel(StateJson.read(state, FILE, Rules.class), items);
  }

  /** The columns that such a model adds to baskets of that type. */
  static PredictionColumns added(LogicalType basket) {
    return PredictionColumns.of(io.millrace.api.schema.Column.nullable(PREDICTION, basket));
  }

  @Override
  public Dataset<Row> predict(Dataset<Row> frame) {
    LogicalType basket =
        Schemas.fromSpark(frame.select(Columns.col(items)).schema()).require(items).type();
    added(basket).refuseTaken(frame);
    DataType texts = DataTypes.createArrayType(DataTypes.StringType);
    Column lacking = udf(lacking(rules.index()), texts).apply(Columns.col(items).cast(texts));
    List<Column> result = new ArrayList<>(List.of(Columns.cols(List.of(frame.columns()))));
    result.add(lacking.cast(Schemas.dataType(basket)).as(PREDICTION));
    return frame.select(result.toArray(Column[]::new));
  }

  /** A missing basket holds nothing, and nothing follows from that. */
  private static UDF1<scala.collection.Seq<String>, String[]> lacking(Rules.Index index) {
    return items -> {
      Set<String> basket = new HashSet<>();
      for (int i = 0; items != null && i < items.length(); i++) {
        basket.add(items.apply(i));
      }
      basket.remove(null);
      return index.lacking(basket).toArray(String[]::new);
    };
  }

  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    LogicalType basket = Schemas.fromSpark(frame.schema()).require(items).type();
    ScoringStep step =
        ScoringStep.of("basket-rules")
            .reading(items)
            .with("given", rules.rules().stream().map(Rules.Rule::given).toList())
            .with("then", rules.rules().stream().map(Rules.Rule::then).toList());
    for (io.millrace.api.schema.Column column : added(basket).columns()) {
      step = step.adding(column);
    }
    return List.of(step);
  }

  @Override
  public List<String> classes() {
    return List.of();
  }

  @Override
  public void save(StateDirectory state) {
    StateJson.write(state, FILE, rules);
  }
}
