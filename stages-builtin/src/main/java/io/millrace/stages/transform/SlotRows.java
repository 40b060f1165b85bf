package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.LabelClasses;
import io.millrace.spark.api.SparkMlTrainer.Task;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.StructField;

/**
 * Training rows as selectors look at them: vectors of one size, all of whose slots are finite.
 *
 * @param rows the columns {@link #FEATURES} and, if there is a label, {@link #LABEL}: a number, or
 *     a class's place among the classes
 * @param names of the slots; their numbers, where they have none
 */
record SlotRows(Dataset<Row> rows, List<String> names, StageContext<Dataset<Row>> context) {
  static final String FEATURES = "features";
  static final String LABEL = "label";

  int size() {
    return names.size();
  }

  /** The label as it will stand beside the vectors; reads it once, to refuse missing ones. */
  static Column label(Dataset<Row> train, String label, Task task) {
    if (task == Task.CLASSIFICATION) {
      LabelClasses classes = LabelClasses.in(train, label);
      return coalesce(classes.index(Columns.col(label)), lit(-1.0))
          .as(
              LABEL,
              NominalAttribute.defaultAttr()
                  .withName(LABEL)
                  .withValues(classes.names().toArray(String[]::new))
                  .toMetadata());
    }
    Column number = Columns.col(label).cast("double");
    Row counts = train.agg(count(lit(1)), count_if(number.isNull().or(isnan(number)))).head();
    if (counts.getLong(0) == 0) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "There are no training rows to learn '" + label + "' from.");
    }
    if (counts.getLong(1) > 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The label '%s' is missing in %d training %s: drop such rows with transform/filter."
              .formatted(label, counts.getLong(1), counts.getLong(1) == 1 ? "row" : "rows"));
    }
    return coalesce(number, lit(0.0)).as(LABEL);
  }

  /** The rows of one column of vectors, with further columns. */
  static SlotRows of(
      Dataset<Row> train, String column, List<Column> others, StageContext<Dataset<Row>> context) {
    List<String> names = names(train, column);
    List<Column> selected = new ArrayList<>(others);
    selected.add(
        udf(finite(column, names.size()), SQLDataTypes.VectorType())
            .asNonNullable()
            .apply(Columns.col(column))
            .as(FEATURES, new AttributeGroup(FEATURES, names.size()).toMetadata()));
    return new SlotRows(train.select(selected.toArray(Column[]::new)), names, context);
  }

  private static List<String> names(Dataset<Row> train, String column) {
    StructField field = train.schema().fields()[train.schema().fieldIndex(column)];
    AttributeGroup group = AttributeGroup.fromStructField(field);
    int size = VectorSizes.of(train, column);
    List<String> names = new ArrayList<>();
    for (int slot = 0; slot < size; slot++) {
      names.add(name(group, slot));
    }
    return names;
  }

  static String name(AttributeGroup group, int slot) {
    if (group.attributes().isDefined()) {
      Attribute attribute = group.attributes().get()[slot];
      if (attribute.name().isDefined()) {
        return attribute.name().get();
      }
    }
    return Integer.toString(slot);
  }

  private static UDF1<Vector, Vector> finite(String column, int size) {
    UDF1<Vector, Vector> sized = VectorSizes.exactly(column, size);
    return vector -> {
      Vector checked = sized.call(vector);
      double[] values =
          checked instanceof org.apache.spark.ml.linalg.SparseVector sparse
              ? sparse.values()
              : ((org.apache.spark.ml.linalg.DenseVector) checked).values();
      for (double value : values) {
        if (!Double.isFinite(value)) {
          throw new MillraceException(
              StandardError.UNUSABLE_COLUMN,
              "The column '%s' holds values that are no finite numbers: fill them with transform/impute."
                  .formatted(column));
        }
      }
      return checked;
    };
  }
}
