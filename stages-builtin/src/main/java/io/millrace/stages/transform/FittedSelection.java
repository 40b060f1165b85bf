package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.udf;

import io.millrace.api.FittedTransformer;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.api.StockSql;
import io.millrace.spark.scoring.StepDraft;
import io.millrace.stages.transform.Choice.Composite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.feature.VectorSlicer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/** The slots that were chosen, by column. */
record FittedSelection(ColumnPairs pairs, State state)
    implements FittedTransformer<Dataset<Row>>, SparkMlExport, ScoringExport<Dataset<Row>> {
  static final String FILE = "selection.json";

  /**
   * What was learnt.
   *
   * @param columns for each column, what was chosen and why
   */
  record State(List<Choice> columns) {}

  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    Map<String, Column> columns = new LinkedHashMap<>();
    int place = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      Choice choice = state.columns().get(place++);
      StructField field = frame.schema().fields()[frame.schema().fieldIndex(pair.getKey())];
      Column made =
          udf(chooser(pair.getKey(), choice), SQLDataTypes.VectorType())
              .asNonNullable()
              .apply(Columns.col(pair.getKey()));
      columns.put(
          pair.getValue(), made.as(pair.getValue(), metadata(pair.getValue(), field, choice)));
    }
    return Columns.with(frame, columns);
  }

  private static UDF1<Vector, Vector> chooser(String column, Choice choice) {
    UDF1<Vector, Vector> sized = VectorSizes.exactly(column, choice.names().size());
    int[] kept = choice.kept();
    int[] placeOf = new int[choice.names().size()];
    Arrays.fill(placeOf, -1);
    for (int i = 0; i < kept.length; i++) {
      placeOf[kept[i]] = i;
    }
    double[][] weights =
        choice.composites().stream().map(Composite::weights).toArray(double[][]::new);
    double[] intercepts = choice.composites().stream().mapToDouble(Composite::intercept).toArray();
    return vector -> {
      Vector checked = sized.call(vector);
      if (checked instanceof SparseVector sparse && weights.length == 0) {
        return chosen(sparse, placeOf, kept.length);
      }
      double[] values = new double[kept.length + weights.length];
      for (int i = 0; i < kept.length; i++) {
        values[i] = checked.apply(kept[i]);
      }
      for (int i = 0; i < weights.length; i++) {
        values[kept.length + i] = checked.dot(Vectors.dense(weights[i])) + intercepts[i];
      }
      return Vectors.dense(values);
    };
  }

  private static Vector chosen(SparseVector vector, int[] placeOf, int size) {
    int[] indices = new int[Math.min(size, vector.indices().length)];
    double[] values = new double[indices.length];
    int filled = 0;
    for (int i = 0; i < vector.indices().length; i++) {
      int place = placeOf[vector.indices()[i]];
      if (place >= 0) {
        indices[filled] = place;
        values[filled++] = vector.values()[i];
      }
    }
    return Vectors.sparse(size, Arrays.copyOf(indices, filled), Arrays.copyOf(values, filled));
  }

  /** Slots keep their attributes; those that had no name are called by their old number. */
  private static Metadata metadata(String output, StructField field, Choice choice) {
    AttributeGroup group = AttributeGroup.fromStructField(field);
    List<Attribute> attributes = new ArrayList<>();
    for (int slot : choice.kept()) {
      boolean known = group.attributes().isDefined() && slot < group.attributes().get().length;
      Attribute attribute = known ? group.attributes().get()[slot] : NumericAttribute.defaultAttr();
      attributes.add(attribute.withName(SlotRows.name(group, slot)));
    }
    choice
        .composites()
        .forEach(
            composite -> attributes.add(NumericAttribute.defaultAttr().withName(composite.name())));
    return new AttributeGroup(output, attributes.toArray(Attribute[]::new)).toMetadata();
  }

  @Override
  public void save(StateDirectory directory) {
    StateJson.write(directory, FILE, state);
  }

  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    StepDraft draft = new StepDraft(frame);
    int place = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      Choice choice = state.columns().get(place++);
      ScoringStep step =
          ScoringStep.of("select-slots")
              .reading(pair.getKey())
              .adding(pair.getValue(), new VectorOf(choice.made()))
              .with("size", choice.names().size())
              .withArray("indices", choice.kept());
      draft.add(choice.composites().isEmpty() ? step : summing(step, choice.composites()));
    }
    draft.sideBySide();
    return draft.steps();
  }

  private static ScoringStep summing(ScoringStep step, List<Composite> composites) {
    return step.withArray(
            "weights",
            composites.stream().map(Composite::weights).flatMapToDouble(Arrays::stream).toArray())
        .withArray("intercepts", composites.stream().mapToDouble(Composite::intercept).toArray());
  }

  @Override
  public List<Transformer> sparkMl() {
    List<Transformer> stages = new ArrayList<>();
    int place = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      stages.addAll(stock(pair.getKey(), pair.getValue(), state.columns().get(place++)));
    }
    return stages;
  }

  private static List<Transformer> stock(String input, String output, Choice choice) {
    String in = FittedFeature.input(0);
    List<Transformer> stages = new ArrayList<>();
    stages.add(
        StockSql.statement("SELECT *, %s AS %s FROM __THIS__".formatted(Columns.quote(input), in)));
    List<String> made = new ArrayList<>();
    if (choice.kept().length > 0) {
      made.add("__kept");
      stages.add(
          new VectorSlicer().setInputCol(in).setOutputCol("__kept").setIndices(choice.kept()));
    }
    for (Composite composite : choice.composites()) {
      made.add("__composite_" + made.size());
      LinearRegressionModel sum =
          new LinearRegressionModel(
              Identifiable$.MODULE$.randomUID("linReg"),
              Vectors.dense(composite.weights()),
              composite.intercept());
      sum.setFeaturesCol(in);
      sum.setPredictionCol(made.get(made.size() - 1));
      stages.add(sum);
    }
    stages.add(
        new VectorAssembler()
            .setInputCols(made.toArray(String[]::new))
            .setOutputCol(FittedFeature.output(0))
            .setHandleInvalid("keep"));
    made.add(in);
    made.add(FittedFeature.output(0));
    stages.add(
        StockSql.statement(
            "SELECT * EXCEPT (%s), %s AS %s FROM __THIS__"
                .formatted(
                    String.join(", ", made), FittedFeature.output(0), Columns.quote(output))));
    return stages;
  }
}
