package io.millrace.stages.transform;

import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlParams;
import io.millrace.spark.api.StockSql;
import io.millrace.spark.api.TrainingSummaries;
import io.millrace.stages.transform.StringIndexOptions.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.feature.OneHotEncoderModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.DecisionTreeRegressor;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/**
 * Learns models that predict each column by the others, round after round, and puts them in a chain
 * of stock transformers. In the chain, {@code __p_i} is the value of the i-th column as a number, a
 * category's place among its values, or null; {@code __f_i} is the same, filled.
 */
final class ImputationChain {
  private static final String FEATURES = "__x";
  private static final String PREDICTED = "__y";
  private static final String LABEL = "__label";

  private final ImputeModelOptions options;
  private final List<String> columns;
  private final Dataset<Row> train;
  private final List<List<String>> categories;

  ImputationChain(ImputeModelOptions options, List<String> columns, Dataset<Row> train) {
    this.options = options;
    this.columns = columns;
    this.train = train;
    this.categories = categories();
  }

  private static String present(int place) {
    return "__p_" + place;
  }

  private static String filled(int place) {
    return "__f_" + place;
  }

  private static String vector(int place) {
    return "__v_" + place;
  }

  private DataType type(int place) {
    return FilledValue.type(train, columns.get(place));
  }

  private boolean isCategory(int place) {
    return !(type(place) instanceof NumericType);
  }

  private int[] places() {
    return IntStream.range(0, columns.size()).toArray();
  }

  /** The values of columns that are no numbers, the most frequent first; none of numbers. */
  private List<List<String>> categories() {
    List<String> named =
        IntStream.of(places()).filter(this::isCategory).mapToObj(columns::get).toList();
    List<List<String>> values = new ArrayList<>();
    columns.forEach(column -> values.add(List.of()));
    if (!named.isEmpty()) {
      StringIndexOptions index =
          new StringIndexOptions(named, null, null, Order.FREQUENCY_DESC, HandleInvalid.KEEP);
      List<List<String>> learnt = new StringIndex(index).learn(train).labels();
      for (int i = 0; i < named.size(); i++) {
        values.set(columns.indexOf(named.get(i)), learnt.get(i));
      }
    }
    return values;
  }

  /** The whole chain, from the frame that comes in to the filled one. */
  List<Transformer> learn(StageContext<Dataset<Row>> context) {
    List<Transformer> chain = new ArrayList<>();
    chain.add(presented());
    chain.add(begun(means()));
    Dataset<Row> rows = working(new StockSteps(List.copyOf(chain)).apply(train));
    for (int round = 0; round < options.rounds(); round++) {
      for (int target = 0; target < options.columns().size(); target++) {
        context.checkCancelled();
        StockSteps step = step(target, rows, context);
        chain.addAll(step.sparkMl());
        rows = step.apply(rows);
      }
      boolean last = round == options.rounds() - 1;
      // Cuts the plan, which would grow with each round, and keeps what was predicted so far.
      rows = last ? rows : rows.localCheckpoint(true);
    }
    chain.add(finished());
    return chain;
  }

  /** Just the columns that learning needs, held while it lasts. */
  private Dataset<Row> working(Dataset<Row> begun) {
    Column[] needed =
        IntStream.of(places())
            .boxed()
            .flatMap(place -> List.of(present(place), filled(place)).stream())
            .map(functions::col)
            .toArray(Column[]::new);
    return begun.select(needed).localCheckpoint(true);
  }

  private Transformer presented() {
    return StockSql.statement(
        "SELECT *, %s FROM __THIS__"
            .formatted(
                IntStream.of(places())
                    .mapToObj(place -> presentSql(place) + " AS " + present(place))
                    .collect(Collectors.joining(", "))));
  }

  private String presentSql(int place) {
    String column = Columns.quote(columns.get(place));
    if (!isCategory(place)) {
      return "CASE WHEN %s THEN NULL ELSE CAST(%s AS DOUBLE) END"
          .formatted(FilledValue.isMissingSql(columns.get(place), type(place)), column);
    }
    return "CAST(nullif(array_position(%s, CAST(%s AS STRING)), 0) - 1 AS DOUBLE)"
        .formatted(values(place), column);
  }

  private String values(int place) {
    return categories.get(place).stream()
        .map(StockSql::literal)
        .collect(Collectors.joining(", ", "array(", ")"));
  }

  /** What each column is filled with at first: its mean, or the place of its commonest value. */
  private List<Double> means() {
    Column[] figures =
        IntStream.of(places())
            .mapToObj(
                place ->
                    isCategory(place)
                        ? functions.lit(0.0)
                        : functions.avg(
                            FilledValue.presentOrNull(train, columns.get(place)).cast("double")))
            .toArray(Column[]::new);
    Row row = train.agg(functions.count(functions.lit(1)), figures).head();
    List<Double> means = new ArrayList<>();
    for (int place : places()) {
      if (row.isNullAt(place + 1)) {
        throw new MillraceException(
            StandardError.UNUSABLE_COLUMN,
            "The column '%s' has no value in the training rows to learn from: drop it."
                .formatted(columns.get(place)));
      }
      double mean = row.getDouble(place + 1);
      if (!Double.isFinite(mean)) {
        throw new MillraceException(
            StandardError.UNUSABLE_COLUMN,
            "The column '%s' holds infinite values, which no model can learn from: bound it with transform/outliers."
                .formatted(columns.get(place)));
      }
      means.add(mean);
    }
    return means;
  }

  private Transformer begun(List<Double> means) {
    return StockSql.statement(
        "SELECT *, %s FROM __THIS__"
            .formatted(
                IntStream.of(places())
                    .mapToObj(
                        place ->
                            "coalesce(%s, %sD) AS %s"
                                .formatted(present(place), means.get(place), filled(place)))
                    .collect(Collectors.joining(", "))));
  }

  /** Predicts one column by all others, and puts it where the column is missing. */
  private StockSteps step(int target, Dataset<Row> rows, StageContext<Dataset<Row>> context) {
    List<Transformer> steps = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    List<String> helpers = new ArrayList<>(List.of(FEATURES, PREDICTED, filled(target)));
    for (int place : places()) {
      if (place != target && isCategory(place)) {
        steps.add(oneHot(place));
        inputs.add(vector(place));
        helpers.add(vector(place));
      } else if (place != target) {
        inputs.add(filled(place));
      }
    }
    steps.add(
        new VectorAssembler().setInputCols(inputs.toArray(String[]::new)).setOutputCol(FEATURES));
    steps.add(model(target, new StockSteps(List.copyOf(steps)).apply(rows), context));
    steps.add(
        StockSql.statement(
            "SELECT * EXCEPT (%s), coalesce(%s, %s) AS %s FROM __THIS__"
                .formatted(
                    String.join(", ", helpers), present(target), PREDICTED, filled(target))));
    return new StockSteps(List.copyOf(steps));
  }

  private Transformer oneHot(int place) {
    // The last category is all zeros; so is the only one, which tells nothing apart.
    int[] sizes = {Math.max(2, categories.get(place).size())};
    return new OneHotEncoderModel(Identifiable$.MODULE$.randomUID("oneHotEncoder"), sizes)
        .setInputCols(new String[] {filled(place)})
        .setOutputCols(new String[] {vector(place)});
  }

  private Transformer model(
      int target, Dataset<Row> assembled, StageContext<Dataset<Row>> context) {
    Predictor<Vector, ?, ?> learner = isCategory(target) ? classifier() : regressor();
    SparkMlParams.setWhereKnown(learner, "featuresCol", FEATURES);
    SparkMlParams.setWhereKnown(learner, "labelCol", LABEL);
    SparkMlParams.setWhereKnown(learner, "predictionCol", PREDICTED);
    SparkMlParams.setWhereKnown(learner, "rawPredictionCol", "");
    SparkMlParams.setWhereKnown(learner, "probabilityCol", "");
    SparkMlParams.setWhereKnown(learner, "seed", context.seed());
    SparkMlParams.setWhereKnown(learner, "maxDepth", options.maxDepth());
    SparkMlParams.setWhereKnown(learner, "numTrees", options.numTrees());
    SparkMlParams.setWhereKnown(learner, "regParam", options.regParam());
    Column label = functions.col(present(target));
    Dataset<Row> known = assembled.where(label.isNotNull());
    return TrainingSummaries.dropped(
        (Transformer)
            learner.fit(
                known.select(
                    functions.col(FEATURES),
                    functions.coalesce(label, functions.lit(0.0)).as(LABEL, labelled(target)))));
  }

  private org.apache.spark.sql.types.Metadata labelled(int target) {
    return isCategory(target)
        ? NominalAttribute.defaultAttr()
            .withName(LABEL)
            .withNumValues(Math.max(2, categories.get(target).size()))
            .toMetadata()
        : org.apache.spark.sql.types.Metadata.empty();
  }

  private Predictor<Vector, ?, ?> regressor() {
    return switch (options.learner()) {
      case LINEAR -> new LinearRegression();
      case TREE -> new DecisionTreeRegressor();
      case FOREST -> new RandomForestRegressor();
    };
  }

  private Predictor<Vector, ?, ?> classifier() {
    return switch (options.learner()) {
      case LINEAR -> new LogisticRegression();
      case TREE -> new DecisionTreeClassifier();
      case FOREST -> new RandomForestClassifier();
    };
  }

  private Transformer finished() {
    List<String> made = new ArrayList<>();
    List<String> left = new ArrayList<>();
    String suffix = options.indicatorSuffix();
    for (int place : places()) {
      left.add(present(place));
      left.add(filled(place));
      String name = columns.get(place);
      if (place < options.columns().size()) {
        String missing = FilledValue.isMissingSql(name, type(place));
        left.add(Columns.quote(name));
        made.add(
            "CASE WHEN %s THEN %s ELSE %s END AS %s"
                .formatted(missing, filledSql(place), Columns.quote(name), Columns.quote(name)));
        if (suffix != null) {
          made.add("%s AS %s".formatted(missing, Columns.quote(name + suffix)));
        }
      }
    }
    return StockSql.statement(
        "SELECT * EXCEPT (%s), %s FROM __THIS__"
            .formatted(String.join(", ", left), String.join(", ", made)));
  }

  /** Whole numbers stay whole; categories become the value at their place. */
  private String filledSql(int place) {
    DataType type = type(place);
    if (isCategory(place)) {
      return "CAST(element_at(%s, CAST(%s AS INT) + 1) AS %s)"
          .formatted(values(place), filled(place), type.sql());
    }
    boolean floating = type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType);
    boolean decimal = type instanceof org.apache.spark.sql.types.DecimalType;
    return "CAST(%s AS %s)"
        .formatted(
            floating || decimal ? filled(place) : "round(%s)".formatted(filled(place)), type.sql());
  }
}
