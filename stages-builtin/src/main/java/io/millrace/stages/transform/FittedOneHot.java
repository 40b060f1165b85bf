package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.udf;

import io.millrace.api.FittedTransformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.scoring.StepDraft;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.feature.OneHotEncoderModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/** The numbers of categories, by column. */
record FittedOneHot(ColumnPairs pairs, boolean dropLast, boolean keepInvalid, State state)
    implements FittedTransformer<Dataset<Row>>, SparkMlExport, ScoringExport<Dataset<Row>> {
  static final String FILE = "one-hot.json";

  /**
   * What was learnt.
   *
   * @param sizes for each column, the number of categories in the training rows
   */
  record State(List<Integer> sizes) {}

  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    Map<String, Column> columns = new LinkedHashMap<>();
    int i = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      int size = state.sizes().get(i++);
      StructField field = frame.schema().fields()[frame.schema().fieldIndex(pair.getKey())];
      Column vector =
          udf(encoder(pair.getKey(), size), SQLDataTypes.VectorType())
              .asNonNullable()
              .apply(Columns.col(pair.getKey()).cast("double"));
      columns.put(
          pair.getValue(), vector.as(pair.getValue(), metadata(pair.getValue(), field, size)));
    }
    return Columns.with(frame, columns);
  }

  private UDF1<Double, Vector> encoder(String column, int size) {
    // Vectors are immutable: one for each category serves all rows.
    Vector[] vectors = new Vector[size];
    for (int i = 0; i < size; i++) {
      vectors[i] = vector(i, size);
    }
    Vector invalid = vector(size, size);
    boolean keep = keepInvalid;
    return value -> {
      if (value != null && value >= 0 && value < size && value == Math.rint(value)) {
        return vectors[value.intValue()];
      }
      if (keep) {
        return invalid;
      }
      throw new MillraceException(
          StandardError.UNSEEN_VALUE, refusal(column, size).formatted(value));
    };
  }

  /** A sentence with a place for the value. */
  private static String refusal(String column, int size) {
    return "The column '%s' holds %%s, and its categories are 0 to %d: set handleInvalid of transform/one-hot to keep."
        .formatted(column.replace("%", "%%"), size - 1);
  }

  private Vector vector(int category, int size) {
    int slots = slots(size);
    return category < slots
        ? Vectors.sparse(slots, new int[] {category}, new double[] {1})
        : Vectors.sparse(slots, new int[0], new double[0]);
  }

  private int slots(int size) {
    return size + (keepInvalid ? 1 : 0) - (dropLast ? 1 : 0);
  }

  private Metadata metadata(String output, StructField field, int size) {
    Attribute[] attributes = new Attribute[slots(size)];
    String[] names = names(field);
    for (int i = 0; i < attributes.length; i++) {
      // An empty text may be a category, but no attribute's name.
      boolean named = i < names.length && !names[i].isEmpty();
      String name = named ? names[i] : i < size ? Integer.toString(i) : "invalidValues";
      attributes[i] = BinaryAttribute.defaultAttr().withName(name);
    }
    return new AttributeGroup(output, attributes).toMetadata();
  }

  private static String[] names(StructField field) {
    Attribute attribute = Attribute.fromStructField(field);
    return attribute instanceof NominalAttribute nominal && nominal.values().isDefined()
        ? nominal.values().get()
        : new String[0];
  }

  @Override
  public void save(StateDirectory directory) {
    StateJson.write(directory, FILE, state);
  }

  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    StepDraft draft = new StepDraft(frame);
    int i = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      int size = state.sizes().get(i++);
      ScoringStep step =
          ScoringStep.of("one-hot")
              .reading(draft.doubles(pair.getKey()))
              .adding(pair.getValue(), new VectorOf(slots(size)))
              .with("categories", size)
              .with("slots", slots(size))
              .with("keepInvalid", keepInvalid)
              .with("truncates", false)
              .with("keepNull", false);
      draft.add(keepInvalid ? step : step.with("refusal", refusal(pair.getKey(), size)));
    }
    draft.sideBySide();
    return draft.steps();
  }

  @Override
  public List<Transformer> sparkMl() {
    int[] sizes = state.sizes().stream().mapToInt(Integer::intValue).toArray();
    return List.of(
        new OneHotEncoderModel(Identifiable$.MODULE$.randomUID("oneHotEncoder"), sizes)
            .setInputCols(pairs.inputArray())
            .setOutputCols(pairs.outputArray())
            .setDropLast(dropLast)
            .setHandleInvalid(keepInvalid ? "keep" : "error"));
  }
}
