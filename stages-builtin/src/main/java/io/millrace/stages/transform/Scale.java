package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.struct;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Scales columns by mean and deviation of the training rows, those of all columns in one job. */
final class Scale extends AggregatedColumns<FittedScale.State> {
  private final ScaleOptions options;

  Scale(ScaleOptions options) {
    super(
        ColumnPairs.of(options.columns(), options.outputs(), options.suffix(), "_scaled"),
        FittedScale.FILE,
        FittedScale.State.class);
    this.options = options;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    ColumnPairs.check(
        input,
        options.columns(),
        type -> type.isNumeric() || type instanceof VectorOf,
        "transform/scale takes numbers and vectors",
        problems);
    if (!input.isKnown()) {
      return input;
    }
    List<Column> added = new ArrayList<>();
    pairs()
        .outputs()
        .forEach((name, output) -> input.column(name).ifPresent(c -> added.add(scaled(c, output))));
    return input.with(added);
  }

  private static Column scaled(Column column, String output) {
    LogicalType type = column.type() instanceof VectorOf ? column.type() : Simple.DOUBLE;
    return new Column(output, type, column.nullable());
  }

  @Override
  public List<org.apache.spark.sql.Column> aggregates(Dataset<Row> train) {
    return options.columns().stream().map(name -> figures(train, name)).toList();
  }

  @Override
  FittedScale.State learn(Dataset<Row> train, Row figures) {
    List<FittedScale.Factors> factors = new ArrayList<>();
    for (int i = 0; i < figures.length(); i++) {
      factors.add(factors(options.columns().get(i), figures.getStruct(i)));
    }
    return new FittedScale.State(factors);
  }

  private static org.apache.spark.sql.Column figures(Dataset<Row> train, String name) {
    org.apache.spark.sql.Column column = Columns.col(name);
    if (isVector(train, name)) {
      return Summarizer.metrics("mean", "std").summary(column);
    }
    org.apache.spark.sql.Column number = column.cast("double");
    return struct(avg(number), stddev_samp(number));
  }

  static boolean isVector(Dataset<Row> frame, String name) {
    return frame
        .schema()
        .fields()[frame.schema().fieldIndex(name)]
        .dataType()
        .equals(SQLDataTypes.VectorType());
  }

  private static FittedScale.Factors factors(String column, Row figures) {
    boolean vector = !figures.isNullAt(0) && figures.get(0) instanceof Vector;
    double[] means = figures.isNullAt(0) ? new double[0] : slots(figures.get(0));
    // The deviation of a single row is null: it never varies.
    double[] deviations = figures.isNullAt(1) ? new double[means.length] : slots(figures.get(1));
    if (means.length == 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The column '%s' has no value in the training rows to scale by.".formatted(column));
    }
    for (int i = 0; i < means.length; i++) {
      if (!Double.isFinite(means[i]) || !Double.isFinite(deviations[i])) {
        throw new MillraceException(
            StandardError.UNUSABLE_COLUMN,
            "The column '%s' holds values that are no finite numbers%s: fill them with transform/impute."
                .formatted(column, vector ? " in slot " + i : ""));
      }
    }
    return new FittedScale.Factors(vector, means, deviations);
  }

  private static double[] slots(Object value) {
    return value instanceof Vector vector ? vector.toArray() : new double[] {(Double) value};
  }

  @Override
  FittedScale fitted(FittedScale.State state) {
    return new FittedScale(pairs(), options.withMean(), options.withStd(), state);
  }
}
