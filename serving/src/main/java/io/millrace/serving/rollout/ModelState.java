package io.millrace.serving.rollout;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How requests to one model are answered. Immutable.
 *
 * @param name the model's name
 * @param routes at least one, with a positive sum of weights
 * @param split shares requests out over the routes
 * @param shadow gets copies of requests, and answers none; null if there is none
 * @param canary the canary that runs, or the last one that ran; null if there was none
 */
record ModelState(
    String name,
    List<Route> routes,
    Split split,
    @Nullable Route shadow,
    @Nullable CanaryRun canary) {
  ModelState {
    routes = List.copyOf(routes);
  }

  static ModelState of(String name, List<Route> routes, @Nullable Route shadow) {
    return new ModelState(name, routes, split(name, routes), shadow, null);
  }

  private static Split split(String name, List<Route> routes) {
    return Split.of(name + "/", routes.stream().map(Route::weight).toList());
  }

  Optional<Route> route(String target) {
    return routes.stream().filter(route -> route.target().equals(target)).findFirst();
  }

  /** The route that is taken where nothing else is said of one: the first of the heaviest. */
  Route main() {
    Route main = routes.get(0);
    for (Route route : routes) {
      main = route.weight() > main.weight() ? route : main;
    }
    return main;
  }

  ModelState withRoutes(List<Route> next) {
    return new ModelState(name, next, split(name, next), shadow, canary);
  }

  /** The same with one route changed. */
  ModelState withRoute(String target, UnaryOperator<Route> change) {
    List<Route> next = new ArrayList<>();
    for (Route route : routes) {
      next.add(route.target().equals(target) ? change.apply(route) : route);
    }
    return withRoutes(next);
  }

  ModelState withShadow(@Nullable Route next) {
    return new ModelState(name, routes, split, next, canary);
  }

  ModelState withCanary(@Nullable CanaryRun next) {
    return new ModelState(name, routes, split, shadow, next);
  }

  /** A canary that has not come to its end. */
  Optional<CanaryRun> runningCanary() {
    return canary == null || canary.phase().isEnd() ? Optional.empty() : Optional.of(canary);
  }

  /** All versions that have to stay loaded. */
  Set<Resident> residents() {
    Set<Resident> residents = new LinkedHashSet<>();
    routes.forEach(route -> addTo(residents, route));
    if (shadow != null) {
      addTo(residents, shadow);
    }
    return residents;
  }

  private static void addTo(Set<Resident> residents, Route route) {
    residents.add(route.current());
    if (route.previous() != null) {
      residents.add(route.previous());
    }
  }
}
