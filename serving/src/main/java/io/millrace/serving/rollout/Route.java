package io.millrace.serving.rollout;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One way that requests to a model can take. Immutable; the figures behind it are not.
 *
 * @param target the alias, or the number of a version, that it follows; names the route too
 * @param weight its share of the requests, beside the other routes' weights; 0: none
 * @param current the version that answers
 * @param previous the version that answered before, kept loaded; null if there is none
 * @param refused the version that was rolled back from, which does not come back by itself; empty
 *     if there is none
 * @param figures how the current version does here
 */
record Route(
    String target,
    double weight,
    Resident current,
    @Nullable Resident previous,
    String refused,
    RouteFigures figures) {
  /** A route that begins. */
  static Route begin(String target, double weight, Resident current) {
    return new Route(target, weight, current, null, "", new RouteFigures(CanaryPolicy.WINDOW));
  }

  Route withWeight(double share) {
    return new Route(target, share, current, previous, refused, figures);
  }

  /** Counts from nothing again, over another window. */
  Route measuredAnew(Duration window) {
    return new Route(target, weight, current, previous, refused, new RouteFigures(window));
  }

  /** Another version answers; the present one becomes the previous. */
  Route pointedAt(Resident next) {
    return new Route(target, weight, next, current, "", new RouteFigures(CanaryPolicy.WINDOW));
  }

  /** The previous version answers again, and the present one does not come back by itself. */
  Route rolledBack() {
    if (previous == null) {
      throw new IllegalStateException("there is no previous version");
    }
    return new Route(
        target,
        weight,
        previous,
        current,
        current.version(),
        new RouteFigures(CanaryPolicy.WINDOW));
  }

  /** No version is refused any more. */
  Route forgiving() {
    return refused.isEmpty() ? this : new Route(target, weight, current, previous, "", figures);
  }
}
