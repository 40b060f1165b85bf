package io.millrace.serving.metrics;

import io.millrace.api.error.MillraceException;
import io.millrace.api.profile.ColumnProfile;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.model.PackagePart;
import io.millrace.model.ReferenceProfile;
import io.millrace.serving.model.ServedModel;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The upper bounds of the buckets that a version's predictions are counted in, ascending. */
final class PredictionBounds {
  private static final int AT_MOST = 20;

  /** For numbers of which nothing is known. */
  private static final double[] MAGNITUDES =
      DoubleStream.concat(
              IntStream.rangeClosed(-6, 3).mapToDouble(i -> -Math.pow(10, -i)),
              DoubleStream.concat(
                  DoubleStream.of(0),
                  IntStream.rangeClosed(-3, 6).mapToDouble(i -> Math.pow(10, i))))
          .toArray();

  private PredictionBounds() {}

  /**
   * Twentieths for a probability; quantiles of what the model predicted when it was judged, where
   * its package tells; else powers of ten.
   *
   * @param column the output that is counted; -1 for none
   */
  static double[] of(ServedModel model, int column) {
    if (column < 0) {
      return new double[0];
    }
    Column output = model.outputs().get(column);
    if (output.type() instanceof VectorOf) {
      return IntStream.range(1, AT_MOST).mapToDouble(i -> i / (double) AT_MOST).toArray();
    }
    double[] known = quantiles(model, output.name());
    return known.length < 2 ? MAGNITUDES : known;
  }

  private static double[] quantiles(ServedModel model, String output) {
    try {
      List<Double> all =
          model.modelPackage().part(PackagePart.PROFILE).map(ReferenceProfile::read).stream()
              .flatMap(profile -> profile.predictions().stream())
              .flatMap(frame -> frame.columns().stream())
              .filter(profile -> profile.column().equals(output))
              .flatMap(profile -> profile.numbers().stream())
              .map(ColumnProfile.Numbers::quantiles)
              .findFirst()
              .orElse(List.of());
      int step = Math.max(1, (all.size() + AT_MOST - 1) / AT_MOST);
      return IntStream.range(0, all.size())
          .filter(i -> i % step == 0)
          .mapToDouble(all::get)
          .filter(Double::isFinite)
          .sorted()
          .distinct()
          .toArray();
    } catch (MillraceException e) {
      // The model predicts without its profile too.
      return new double[0];
    }
  }
}
