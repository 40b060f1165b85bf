package io.millrace.stages.transform;

import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.api.StockSql;
import io.millrace.stages.transform.FittedInteractions.Factor;
import io.millrace.stages.transform.FittedInteractions.Kind;
import io.millrace.stages.transform.InteractionOptions.Categories;
import io.millrace.stages.transform.StringIndexOptions.Order;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Multiplies columns with each other. Learns the values of texts, in one job for all of them, and
 * the size of vectors that don't say it.
 */
final class Interactions extends RowWiseTransformer {
  /** Beyond it, names of slots alone take hundreds of megabytes. */
  private static final long MOST_SLOTS = 200_000;

  private final InteractionOptions options;
  private final List<List<String>> crosses;

  Interactions(InteractionOptions options) {
    this.options = options;
    this.crosses = Crosses.of(options);
  }

  @Override
  List<String> columns() {
    return options.columns();
  }

  @Override
  Optional<String> stockObstacle() {
    List<String> names = new ArrayList<>(options.columns());
    names.add(options.output());
    return StockSql.obstacle(names);
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    ColumnPairs.check(
        input,
        options.columns(),
        Interactions::accepts,
        "transform/interactions takes numbers, booleans, strings and vectors",
        problems);
    return input.with(
        List.of(Column.nullable(options.output(), new VectorOf(VectorOf.UNKNOWN_SIZE))));
  }

  private static boolean accepts(LogicalType type) {
    return type.isNumeric()
        || type == Simple.BOOLEAN
        || type == Simple.STRING
        || type instanceof VectorOf;
  }

  @Override
  public Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    Map<String, List<String>> labels = labels(train);
    List<Factor> factors = new ArrayList<>();
    for (String name : options.columns()) {
      factors.add(factor(train, name, labels));
    }
    refuseTooManySlots(factors);
    return Fit.of(new FittedInteractions(options, crosses, new FittedInteractions.State(factors)));
  }

  private Map<String, List<String>> labels(Dataset<Row> train) {
    List<String> texts =
        options.categories() == Categories.HASHED
            ? List.of()
            : options.columns().stream()
                .filter(name -> field(train, name).dataType().equals(DataTypes.StringType))
                .toList();
    Map<String, List<String>> labels = new HashMap<>();
    if (!texts.isEmpty()) {
      StringIndex index =
          new StringIndex(
              new StringIndexOptions(texts, null, null, Order.FREQUENCY_DESC, HandleInvalid.KEEP));
      List<List<String>> learnt = index.learn(train).labels();
      for (int i = 0; i < texts.size(); i++) {
        labels.put(texts.get(i), learnt.get(i));
      }
    }
    return labels;
  }

  private static StructField field(Dataset<Row> frame, String column) {
    return frame.schema().fields()[frame.schema().fieldIndex(column)];
  }

  private static Factor factor(Dataset<Row> train, String name, Map<String, List<String>> labels) {
    StructField field = field(train, name);
    if (field.dataType().equals(DataTypes.StringType)) {
      List<String> values = labels.get(name);
      return values == null
          ? new Factor(Kind.HASHED_TEXT, List.of(), 1)
          : new Factor(Kind.TEXT, values, values.size());
    }
    if (field.dataType().equals(SQLDataTypes.VectorType())) {
      return new Factor(Kind.VECTOR, List.of(), VectorSizes.of(train, name));
    }
    // Only doubles carry attributes, as indices do; Spark ML refuses to look at booleans.
    if (field.dataType().equals(DataTypes.DoubleType)
        && Attribute.fromStructField(field) instanceof NominalAttribute nominal
        && nominal.getNumValues().isDefined()) {
      int size = (Integer) nominal.getNumValues().get();
      List<String> values =
          nominal.values().isDefined() ? List.of(nominal.values().get()) : List.of();
      return new Factor(Kind.INDEX, values, size);
    }
    return new Factor(Kind.NUMBER, List.of(), 1);
  }

  private void refuseTooManySlots(List<Factor> factors) {
    double slots = 0;
    for (List<String> cross : crosses) {
      double product = 1;
      boolean hashed = false;
      for (String column : cross) {
        Factor factor = factors.get(options.columns().indexOf(column));
        hashed |= factor.kind() == Kind.HASHED_TEXT;
        product *= factor.size();
      }
      slots += hashed ? product * options.buckets() : product;
    }
    if (slots > MOST_SLOTS) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The crosses have %.0f slots, and transform/interactions makes %d at most: name fewer with include, set categories to hashed, or take fewer buckets."
              .formatted(slots, MOST_SLOTS));
    }
  }

  @Override
  public FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return new FittedInteractions(
        options,
        crosses,
        StateJson.read(state, FittedInteractions.FILE, FittedInteractions.State.class));
  }
}
