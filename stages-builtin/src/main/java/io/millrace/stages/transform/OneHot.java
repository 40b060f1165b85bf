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
final class OneHot extends AggregatedColumns<FittedOneHot.State> {
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

  /** For each column whose metadata don't tell: its largest value, and one that is no index. */
  @Override
  public List<Column> aggregates(Dataset<Row> train) {
    List<Column> figures = new ArrayList<>();
    for (String name : options.columns()) {
      if (sizeFromMetadata(train, name) < 0) {
        Column value = Columns.col(name).cast("double");
        figures.add(max(value));
        // NaN counts as greater than any number, and so shows in the maximum.
        figures.add(min(when(floor(value).cast("double").notEqual(value).or(value.lt(0)), value)));
      }
    }
    return figures;
  }

  @Override
  FittedOneHot.State learn(Dataset<Row> train, Row figures) {
    List<Integer> sizes = new ArrayList<>();
    int place = 0;
    for (String name : options.columns()) {
      int size = sizeFromMetadata(train, name);
      if (size < 0) {
        size = sizeFromValues(name, figures, place);
        place += 2;
      }
      sizes.add(size);
    }
    return new FittedOneHot.State(sizes);
  }

  private static int sizeFromValues(String column, Row figures, int place) {
    if (figures.isNullAt(place)) {
      throw unusable(column, "has no value in the training rows: drop it");
    }
    double largest = figures.getDouble(place);
    if (!figures.isNullAt(place + 1) || Double.isNaN(largest) || largest >= Integer.MAX_VALUE - 1) {
      double bad = figures.isNullAt(place + 1) ? largest : figures.getDouble(place + 1);
      throw unusable(
          column,
          "holds " + bad + ", which is no index: number the values with transform/string-index");
    }
    return (int) largest + 1;
  }

  private static int sizeFromMetadata(Dataset<Row> train, String column) {
    Attribute attribute =
        Attribute.fromStructField(train.schema().fields()[train.schema().fieldIndex(column)]);
    if (attribute instanceof NominalAttribute nominal && nominal.getNumValues().isDefined()) {
      return (Integer) nominal.getNumValues().get();
    }
    return attribute instanceof BinaryAttribute ? 2 : -1;
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
