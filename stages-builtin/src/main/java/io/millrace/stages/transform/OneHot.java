package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Turns indices into vectors. The number of categories comes from the column's metadata, which
 * string-index writes; only for columns without it does fitting read rows, all of them in one job.
 */
final class OneHot extends ColumnwiseTransformer<FittedOneHot.State> {
  private final OneHotOptions options;

  OneHot(OneHotOptions options) {
    super(
        ColumnPairs.of(options.columns(), options.outputs(), options.suffix(), "_onehot"),
        FittedOneHot.FILE,
        FittedOneHot.State.class);
    this.options = options;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    ColumnPairs.check(
        input,
        options.columns(),
        LogicalType::isNumeric,
        "transform/one-hot takes indices: number the values with transform/string-index",
        problems);
    return input.with(
        pairs().outputs().values().stream()
            .map(
                name ->
                    io.millrace.api.schema.Column.required(
                        name, new VectorOf(VectorOf.UNKNOWN_SIZE)))
            .toList());
  }

  @Override
  FittedOneHot.State learn(Dataset<Row> train) {
    int[] sizes = new int[options.columns().size()];
    List<Integer> unknown = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = sizeFromMetadata(train, options.columns().get(i));
      if (sizes[i] < 0) {
        unknown.add(i);
      }
    }
    if (!unknown.isEmpty()) {
      countCategories(train, unknown, sizes);
    }
    return new FittedOneHot.State(Arrays.stream(sizes).boxed().toList());
  }

  private static int sizeFromMetadata(Dataset<Row> train, String column) {
    Attribute attribute =
        Attribute.fromStructField(train.schema().fields()[train.schema().fieldIndex(column)]);
    if (attribute instanceof NominalAttribute nominal && nominal.getNumValues().isDefined()) {
      return (Integer) nominal.getNumValues().get();
    }
    return attribute instanceof BinaryAttribute ? 2 : -1;
  }

  private void countCategories(Dataset<Row> train, List<Integer> unknown, int[] sizes) {
    List<Column> figures = new ArrayList<>();
    for (int i : unknown) {
      Column value = Columns.col(options.columns().get(i)).cast("double");
      figures.add(max(value));
      // NaN counts as greater than any number, and so shows in the maximum.
      figures.add(min(when(floor(value).cast("double").notEqual(value).or(value.lt(0)), value)));
    }
    Row row = train.select(figures.toArray(Column[]::new)).head();
    for (int i = 0; i < unknown.size(); i++) {
      String column = options.columns().get(unknown.get(i));
      if (row.isNullAt(2 * i)) {
        throw unusable(column, "has no value in the training rows: drop it");
      }
      double largest = row.getDouble(2 * i);
      if (!row.isNullAt(2 * i + 1) || Double.isNaN(largest) || largest >= Integer.MAX_VALUE - 1) {
        double bad = row.isNullAt(2 * i + 1) ? largest : row.getDouble(2 * i + 1);
        throw unusable(
            column,
            "holds " + bad + ", which is no index: number the values with transform/string-index");
      }
      sizes[unknown.get(i)] = (int) largest + 1;
    }
  }

  private static MillraceException unusable(String column, String what) {
    return new MillraceException(
        StandardError.UNUSABLE_COLUMN, "The column '" + column + "' " + what + ".");
  }

  @Override
  FittedOneHot fitted(FittedOneHot.State state) {
    return new FittedOneHot(
        pairs(), options.dropLast(), options.handleInvalid() == OneHotOptions.Invalid.KEEP, state);
  }
}
