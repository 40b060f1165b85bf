package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.millrace.api.FittedTransformer;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.scoring.SqlScoring;
import io.millrace.spark.scoring.StepDraft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/** Means and deviations, by column. */
record FittedScale(ColumnPairs pairs, boolean withMean, boolean withStd, State state)
    implements FittedTransformer<Dataset<Row>>, SparkMlExport, ScoringExport<Dataset<Row>> {
  static final String FILE = "scale.json";

  /**
   * What was learnt.
   *
   * @param columns for each column, its figures
   */
  record State(List<Factors> columns) {}

  /**
   * The figures of a column.
   *
   * @param vector whether the column holds vectors; else there is one slot
   * @param means of each slot
   * @param deviations of each slot: of the sample, with n - 1
   */
  record Factors(boolean vector, double[] means, double[] deviations) {
    double[] shifts(boolean withMean) {
      return withMean ? means : new double[means.length];
    }

    double[] scales(boolean withStd) {
      double[] scales = new double[deviations.length];
      Arrays.setAll(scales, i -> withStd ? (deviations[i] == 0 ? 0 : 1 / deviations[i]) : 1);
      return scales;
    }
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    Map<String, Column> columns = new LinkedHashMap<>();
    forEach(
        (pair, factors) -> {
          Column column = Columns.col(pair.getKey());
          if (factors.vector()) {
            columns.put(pair.getValue(), scaledVector(frame, pair, factors));
          } else {
            columns.put(pair.getValue(), scaledNumber(column, factors));
          }
        });
    return Columns.with(frame, columns);
  }

  private Column scaledNumber(Column column, Factors factors) {
    double shift = factors.shifts(withMean)[0];
    double scale = factors.scales(withStd)[0];
    return column.cast("double").minus(lit(shift)).multiply(lit(scale));
  }

  private void forEach(BiConsumer<Map.Entry<String, String>, Factors> action) {
    int i = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      action.accept(pair, state.columns().get(i++));
    }
  }

  private Column scaledVector(Dataset<Row> frame, Map.Entry<String, String> pair, Factors factors) {
    UDF1<Vector, Vector> scaler =
        scaler(factors.shifts(withMean), factors.scales(withStd), withMean);
    StructField field = frame.schema().fields()[frame.schema().fieldIndex(pair.getKey())];
    var function = udf(scaler, SQLDataTypes.VectorType());
    return (field.nullable() ? function : function.asNonNullable())
        .apply(Columns.col(pair.getKey()))
        .as(pair.getValue(), metadata(pair.getValue(), field, factors.means().length));
  }

  private static UDF1<Vector, Vector> scaler(double[] shifts, double[] scales, boolean shifted) {
    return vector -> {
      if (vector == null) {
        return null;
      }
      if (vector.size() != scales.length) {
        throw new IllegalArgumentException(
            "a vector of %d slots can't be scaled by %d".formatted(vector.size(), scales.length));
      }
      if (!shifted && vector instanceof SparseVector sparse) {
        double[] values = sparse.values().clone();
        Arrays.setAll(values, i -> values[i] * scales[sparse.indices()[i]]);
        return Vectors.sparse(sparse.size(), sparse.indices(), values);
      }
      double[] values = vector.toArray().clone();
      Arrays.setAll(values, i -> (values[i] - shifts[i]) * scales[i]);
      return Vectors.dense(values);
    };
  }

  /** Slots keep their names; what was a category is a number now. */
  private static Metadata metadata(String output, StructField field, int size) {
    AttributeGroup group = AttributeGroup.fromStructField(field);
    if (group.attributes().isEmpty()) {
      return new AttributeGroup(output, size).toMetadata();
    }
    List<Attribute> attributes = new ArrayList<>();
    for (Attribute attribute : group.attributes().get()) {
      NumericAttribute number = NumericAttribute.defaultAttr();
      attributes.add(
          attribute.name().isDefined() ? number.withName(attribute.name().get()) : number);
    }
    return new AttributeGroup(output, attributes.toArray(Attribute[]::new)).toMetadata();
  }

  @Override
  public void save(StateDirectory directory) {
    StateJson.write(directory, FILE, state);
  }

  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    StepDraft draft = new StepDraft(frame);
    forEach(
        (pair, factors) ->
            draft.add(
                factors.vector()
                    ? ofVector(pair.getKey(), pair.getValue(), factors)
                    : SqlScoring.column(
                        frame,
                        pair.getValue(),
                        scaledNumber(Columns.col(pair.getKey()), factors))));
    draft.sideBySide();
    return draft.steps();
  }

  private ScoringStep ofVector(String input, String output, Factors factors) {
    ScoringStep step =
        ScoringStep.of("scale-vector")
            .reading(input)
            .adding(output, new VectorOf(factors.means().length))
            .with("keepNull", true)
            .withArray("scales", factors.scales(withStd));
    return withMean ? step.withArray("shifts", factors.means()) : step;
  }

  @Override
  public List<Transformer> sparkMl() {
    List<Transformer> transformers = new ArrayList<>();
    forEach((pair, factors) -> transformers.add(stock(pair.getKey(), pair.getValue(), factors)));
    return transformers;
  }

  private Transformer stock(String input, String output, Factors factors) {
    if (factors.vector()) {
      StandardScalerModel model =
          new StandardScalerModel(
              Identifiable$.MODULE$.randomUID("stdScal"),
              Vectors.dense(factors.deviations()),
              Vectors.dense(factors.means()));
      model.set(model.withMean(), withMean);
      model.set(model.withStd(), withStd);
      return model.setInputCol(input).setOutputCol(output);
    }
    return new SQLTransformer()
        .setStatement(
            "SELECT *, (CAST(%s AS DOUBLE) - %sD) * %sD AS %s FROM __THIS__"
                .formatted(
                    Columns.quote(input),
                    factors.shifts(withMean)[0],
                    factors.scales(withStd)[0],
                    Columns.quote(output)));
  }
}
