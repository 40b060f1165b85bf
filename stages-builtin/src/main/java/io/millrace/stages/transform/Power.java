package io.millrace.stages.transform;

import io.millrace.api.Fit;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.stages.transform.PowerOptions.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Bends numbers. The powers of all columns are found together, on ever finer grids: one pass each
 * over the training rows, the last followed by a parabola through the three best powers.
 */
final class Power extends ColumnwiseTransformer<FittedPower.State> {
  private static final double BOUND = 5;
  private static final double[] STEPS = {0.25, 0.025, 0.0025};

  private final PowerOptions options;

  Power(PowerOptions options) {
    super(
        ColumnPairs.of(options.columns(), options.outputs(), options.suffix(), "_power"),
        FittedPower.FILE,
        FittedPower.State.class);
    this.options = options;
    if (options.lambda() != null && !isFitted(options.method())) {
      throw new IllegalArgumentException("the option lambda needs method box-cox or yeo-johnson");
    }
  }

  private static boolean isFitted(Method method) {
    return method == Method.BOX_COX || method == Method.YEO_JOHNSON;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    ColumnPairs.check(
        input, columns(), LogicalType::isNumeric, "transform/power takes numbers", problems);
    return input.with(
        pairs().outputs().values().stream()
            .map(name -> Column.nullable(name, Simple.DOUBLE))
            .toList());
  }

  @Override
  public Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    return Fit.of(fitted(learn(train)));
  }

  private FittedPower.State learn(Dataset<Row> train) {
    Double given = options.lambda();
    if (given != null || !isFitted(options.method())) {
      double lambda = given == null ? 1 : given;
      return new FittedPower.State(columns().stream().map(column -> lambda).toList());
    }
    double[] best = new double[columns().size()];
    for (double step : STEPS) {
      boolean first = step == STEPS[0];
      int reach = first ? (int) (BOUND / step) : 10;
      List<double[]> grids = new ArrayList<>();
      for (double middle : best) {
        double center = middle;
        grids.add(
            IntStream.rangeClosed(-reach, reach).mapToDouble(i -> center + i * step).toArray());
      }
      PowerMoments[] moments = moments(train, grids);
      for (int i = 0; i < best.length; i++) {
        refuseConstant(columns().get(i), moments[i]);
        best[i] = best(grids.get(i), moments[i].likelihoods(), step);
      }
    }
    return new FittedPower.State(DoubleStream.of(best).boxed().toList());
  }

  private PowerMoments[] moments(Dataset<Row> train, List<double[]> grids) {
    org.apache.spark.sql.Column[] numbers =
        columns().stream()
            .map(name -> FittedPower.inDomain(options.method(), name))
            .toArray(org.apache.spark.sql.Column[]::new);
    Method method = options.method();
    return train
        .select(numbers)
        .javaRDD()
        .mapPartitions(rows -> Collections.singletonList(moments(method, grids, rows)).iterator())
        .fold(
            begun(method, grids),
            (left, right) -> {
              for (int i = 0; i < left.length; i++) {
                left[i].merge(right[i]);
              }
              return left;
            });
  }

  private static PowerMoments[] begun(Method method, List<double[]> grids) {
    return grids.stream().map(grid -> new PowerMoments(method, grid)).toArray(PowerMoments[]::new);
  }

  private static PowerMoments[] moments(Method method, List<double[]> grids, Iterator<Row> rows) {
    PowerMoments[] moments = begun(method, grids);
    while (rows.hasNext()) {
      Row row = rows.next();
      for (int i = 0; i < moments.length; i++) {
        if (!row.isNullAt(i) && Double.isFinite(row.getDouble(i))) {
          moments[i].add(row.getDouble(i));
        }
      }
    }
    return moments;
  }

  private static void refuseConstant(String column, PowerMoments moments) {
    boolean constant =
        Arrays.stream(moments.likelihoods()).allMatch(each -> each == Double.NEGATIVE_INFINITY);
    if (moments.count() == 0 || constant) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          moments.count() == 0
              ? "The column '%s' has no value in the training rows to fit a power to: drop it."
                  .formatted(column)
              : "The column '%s' never varies in the training rows, so that no power fits it: drop it, or give lambda."
                  .formatted(column));
    }
  }

  /** The best power of a grid; between its points, if it is no end of the grid. */
  private static double best(double[] grid, double[] likelihoods, double step) {
    int best = 0;
    for (int i = 1; i < grid.length; i++) {
      best = likelihoods[i] > likelihoods[best] ? i : best;
    }
    if (best == 0 || best == grid.length - 1 || step > STEPS[STEPS.length - 1]) {
      return grid[best];
    }
    double before = likelihoods[best - 1];
    double after = likelihoods[best + 1];
    double curvature = before - 2 * likelihoods[best] + after;
    double shift = curvature == 0 ? 0 : (before - after) / (2 * curvature);
    return grid[best] + (Double.isFinite(shift) ? shift : 0) * step;
  }

  @Override
  FittedPower fitted(FittedPower.State state) {
    return new FittedPower(pairs(), options.method(), state);
  }
}
