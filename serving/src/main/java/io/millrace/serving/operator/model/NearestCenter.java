package io.millrace.serving.operator.model;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.operator.FeatureVector;

/**
 * {@code nearest-center}: the number of the cluster whose center (see {@link Centers}) is nearest,
 * the first of equals; a missing vector is in none. {@code bounds} holds, packed as the columns of
 * an upper triangle, what lets Spark's k-means leave out centers: a point that near to one center
 * is nearest to it; empty, if Spark works without.
 */
public final class NearestCenter implements ScoringOperator {
  @Override
  public String name() {
    return "nearest-center";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    Centers centers = Centers.of(params);
    double[] bounds = params.doubles("bounds");
    FeatureVector features = FeatureVector.of(step, centers.size());
    int to = step.outputSlot(0);
    return row -> {
      if (row.isNull(features.slot())) {
        row.setNull(to);
        return;
      }
      ScoringVector vector = features.in(row);
      double length = Center.norm(vector);
      row.setWhole(
          to,
          bounds.length == 0
              ? nearest(centers, vector, length)
              : nearest(centers, bounds, vector, length));
    };
  }

  /** {@code DistanceMeasure.findClosest} without statistics. */
  private static int nearest(Centers centers, ScoringVector vector, double length) {
    double least = Double.POSITIVE_INFINITY;
    int place = 0;
    for (int i = 0; i < centers.count(); i++) {
      if (centers.isCosine() || couldBeNearer(centers.norm(i) - length, least)) {
        double cost = centers.cost(i, vector, length);
        if (cost < least) {
          least = cost;
          place = i;
        }
      }
    }
    return place;
  }

  /** {@code DistanceMeasure.findClosest} with statistics. */
  private static int nearest(
      Centers centers, double[] bounds, ScoringVector vector, double length) {
    double least = centers.cost(0, vector, length);
    if (least < bounds[0]) {
      return 0;
    }
    int place = 0;
    for (int i = 1; i < centers.count(); i++) {
      boolean possible = centers.isCosine() || couldBeNearer(centers.norm(i) - length, least);
      if (possible && bounds[packed(place, i)] < least) {
        double cost = centers.cost(i, vector, length);
        if (cost < bounds[packed(i, i)]) {
          return i;
        }
        if (cost < least) {
          least = cost;
          place = i;
        }
      }
    }
    return place;
  }

  private static boolean couldBeNearer(double differenceOfLengths, double least) {
    return differenceOfLengths * differenceOfLengths < least;
  }

  /** A place in a packed upper triangle; row is not larger than column. */
  private static int packed(int row, int column) {
    return column * (column + 1) / 2 + row;
  }
}
