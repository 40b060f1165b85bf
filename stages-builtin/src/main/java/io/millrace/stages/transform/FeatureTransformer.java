package io.millrace.stages.transform;

import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlParams;
import io.millrace.spark.api.SparkMlState;
import io.millrace.spark.api.StockSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.feature.CountVectorizerModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/** Makes a column of each of several columns by a stage of Spark ML. */
final class FeatureTransformer<O extends Record & FeatureOptions> extends RowWiseTransformer {
  private final String name;
  private final O options;
  private final Feature<O> feature;
  private final ColumnPairs pairs;

  FeatureTransformer(String name, O options, Feature<O> feature) {
    this.name = name;
    this.options = options;
    this.feature = feature;
    String suffix = options.suffix();
    this.pairs =
        ColumnPairs.of(
            options.columns(), options.outputs(), suffix == null ? feature.suffix() : suffix);
    // Here, so that a value that Spark ML refuses is found when the file is checked.
    stage();
  }

  private PipelineStage stage() {
    PipelineStage stage = feature.stage().get();
    SparkMlParams.set(stage, options, FeatureOptions.OWN);
    feature.setter().accept(options, stage);
    return stage;
  }

  private PipelineStage placed(int place) {
    PipelineStage stage = stage();
    SparkMlParams.setWhereKnown(stage, "inputCol", FittedFeature.input(place));
    SparkMlParams.setWhereKnown(stage, "featuresCol", FittedFeature.input(place));
    SparkMlParams.setWhereKnown(stage, "outputCol", FittedFeature.output(place));
    SparkMlParams.setWhereKnown(stage, "topicDistributionCol", FittedFeature.output(place));
    return stage;
  }

  @Override
  List<String> columns() {
    return pairs.inputs();
  }

  @Override
  public Optional<Set<String>> setsOnly() {
    return options.handleInvalid() == HandleInvalid.SKIP
        ? Optional.empty()
        : Optional.of(Set.copyOf(pairs.outputs().values()));
  }

  @Override
  Optional<String> stockObstacle() {
    List<String> names = new ArrayList<>(pairs.inputs());
    names.addAll(pairs.outputs().values());
    return StockSql.obstacle(names);
  }

  @Override
  public boolean learns() {
    return feature.learns();
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    ColumnPairs.check(
        input,
        pairs.inputs(),
        feature.values()::accepts,
        name + " takes " + feature.values().text(),
        problems);
    reportSlots(input, problems);
    if (!input.isKnown()) {
      return input;
    }
    List<Column> added = new ArrayList<>();
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      input
          .column(pair.getKey())
          .filter(column -> feature.values().accepts(column.type()))
          .map(column -> feature.output().apply(options, column.type()))
          .ifPresent(type -> added.add(Column.nullable(pair.getValue(), type)));
    }
    return input.with(added);
  }

  private void reportSlots(Schema input, Problems problems) {
    int least = feature.leastSlots().applyAsInt(options);
    for (String name : pairs.inputs()) {
      input
          .column(name)
          .map(Column::type)
          .filter(type -> type instanceof VectorOf v && v.size() >= 0 && v.size() < least)
          .ifPresent(
              type ->
                  problems.report(
                      "",
                      StandardError.INVALID_OPTION,
                      tooFewSlots(name, ((VectorOf) type).size(), least)));
    }
  }

  @Override
  public Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    requireSlots(train);
    List<Transformer> models = new ArrayList<>();
    int place = 0;
    for (String column : pairs.inputs()) {
      PipelineStage stage = placed(place);
      SparkMlParams.setWhereKnown(stage, "seed", context.seed());
      models.add(
          stage instanceof Estimator<?> e ? learnt(e, train, column, place) : (Transformer) stage);
      place++;
    }
    return Fit.of(fitted(models));
  }

  private Transformer learnt(Estimator<?> stage, Dataset<Row> train, String column, int place) {
    Dataset<Row> rows =
        train
            .filter(Columns.col(column).isNotNull())
            .select(feature.values().present(column, refusing()).as(FittedFeature.input(place)));
    if (rows.isEmpty()) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The column '%s' has no value in the training rows for %s to learn from."
              .formatted(column, name));
    }
    try {
      return requireWords(stage.fit(rows), column);
    } catch (IllegalArgumentException e) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The stage %s can't learn from '%s': %s."
              .formatted(
                  name, column, String.valueOf(e.getMessage()).replace("requirement failed: ", "")),
          e);
    }
  }

  /** Vectors without slots would fail whatever comes next, in Spark's words. */
  private static Transformer requireWords(Transformer model, String column) {
    if (model instanceof CountVectorizerModel counts && counts.vocabulary().length == 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "No word of the column '%s' stands in as many training rows as minDF, and in as few as maxDF, ask for."
              .formatted(column));
    }
    return model;
  }

  @Override
  public FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return feature.learns() ? fitted(SparkMlState.load(state)) : unlearnt();
  }

  private FittedTransformer<Dataset<Row>> unlearnt() {
    List<Transformer> models = new ArrayList<>();
    for (int place = 0; place < pairs.inputs().size(); place++) {
      models.add((Transformer) placed(place));
    }
    return fitted(models);
  }

  private boolean refusing() {
    return options.handleInvalid() == HandleInvalid.ERROR;
  }

  /** The sizes of vectors are known where their slots have names, or were counted. */
  private void requireSlots(Dataset<Row> train) {
    int least = feature.leastSlots().applyAsInt(options);
    for (String column : least == 0 ? List.<String>of() : pairs.inputs()) {
      int slots = AttributeGroup.fromStructField(field(train, column)).size();
      if (slots >= 0 && slots < least) {
        throw new MillraceException(
            StandardError.INVALID_OPTION, tooFewSlots(column, slots, least) + ".");
      }
    }
  }

  private static StructField field(Dataset<Row> frame, String column) {
    return frame.schema().fields()[frame.schema().fieldIndex(column)];
  }

  private static String tooFewSlots(String column, int slots, int least) {
    return "the vectors of '%s' have %d slots, and the options name %d"
        .formatted(column, slots, least);
  }

  private FittedTransformer<Dataset<Row>> fitted(List<Transformer> models) {
    return new PortableFeature(
        new FittedFeature(
            pairs,
            feature.values(),
            refusing(),
            feature.learns(),
            feature.leastSlots().applyAsInt(options),
            models));
  }
}
