package io.millrace.serving.rollout;

import static io.millrace.serving.model.CallRefused.Reason.CONFLICT;
import static io.millrace.serving.model.CallRefused.Reason.NOT_FOUND;

import io.millrace.serving.model.CallRefused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The changes that can be made to how a model is served, each from one state to the next. */
final class ModelChanges {
  private ModelChanges() {}

  /** A target names another version now; a canary that it takes part in begins anew. */
  static ModelState pointed(ModelState model, String target, Resident next, Instant now) {
    ModelState moved = model;
    Route shadow = model.shadow();
    if (shadow != null && shadow.target().equals(target)) {
      // No one is answered by a shadow, so that nothing has to come back quickly.
      moved = moved.withShadow(Route.begin(target, 0, next));
    }
    if (moved.route(target).isEmpty()) {
      return moved;
    }
    moved = moved.withRoute(target, route -> route.pointedAt(next));
    CanaryRun canary = moved.runningCanary().orElse(null);
    return canary == null ? moved : restarted(moved, canary, now);
  }

  private static ModelState restarted(ModelState model, CanaryRun canary, Instant now) {
    return model
        .withRoute(canary.stable(), route -> route.measuredAnew(canary.policy().window()))
        .withRoute(canary.canary(), route -> route.measuredAnew(canary.policy().window()))
        .withCanary(
            CanaryRun.begin(
                canary.policy(),
                canary.stable(),
                canary.canary(),
                model.route(canary.canary()).orElseThrow().current().version(),
                now));
  }

  /**
   * Routes with those weights; the ones that are there keep their order, so that as few callers as
   * can be change their route.
   *
   * @param loaded the versions of targets that have no route yet
   */
  static ModelState weighted(
      ModelState model, Map<String, Double> weights, Map<String, Resident> loaded) {
    requireNoCanary(model);
    List<Route> routes = new ArrayList<>();
    for (Route route : model.routes()) {
      Double weight = weights.get(route.target());
      if (weight != null) {
        routes.add(route.withWeight(weight));
      }
    }
    weights.forEach(
        (target, weight) -> {
          if (model.route(target).isEmpty()) {
            Resident resident = loaded.get(target);
            if (resident == null) {
              throw new CallRefused(
                  CONFLICT,
                  "The routes of '%s' were changed by another call; try again."
                      .formatted(model.name()));
            }
            routes.add(Route.begin(target, weight, resident));
          }
        });
    return model.withRoutes(routes);
  }

  /** A canary begins beside the only route. */
  static ModelState canaryBegun(
      ModelState model, String target, Resident canary, CanaryPolicy policy, Instant now) {
    requireNoCanary(model);
    List<Route> stable = model.routes().stream().filter(route -> route.weight() > 0).toList();
    if (stable.size() != 1 || stable.get(0).target().equals(target)) {
      throw new CallRefused(
          CONFLICT,
          "A canary '%s' of '%s' needs one other route that takes all requests; there is %s."
              .formatted(target, model.name(), weights(stable)));
    }
    Route before = stable.get(0);
    return model
        .withRoutes(
            List.of(
                before.withWeight(100 - policy.weight()).measuredAnew(policy.window()),
                Route.begin(target, policy.weight(), canary).measuredAnew(policy.window())))
        .withCanary(CanaryRun.begin(policy, before.target(), target, canary.version(), now));
  }

  /** Looks at the running canary; the same state, if nothing changed. */
  static ModelState canaryJudged(ModelState model, Instant now) {
    CanaryRun run = model.runningCanary().orElse(null);
    if (run == null) {
      return model;
    }
    CanaryRun next = run.next(now, figures(model, run.stable()), figures(model, run.canary()));
    return next.equals(run) ? model : applied(model, next);
  }

  private static RouteFigures.Snapshot figures(ModelState model, String target) {
    return model
        .route(target)
        .map(route -> route.figures().snapshot())
        .orElse(RouteFigures.Snapshot.empty());
  }

  /** The canary is stopped, and gets no requests any more. */
  static ModelState canaryStopped(ModelState model, String why) {
    CanaryRun run =
        model
            .runningCanary()
            .orElseThrow(
                () -> new CallRefused(CONFLICT, "No canary of '%s' runs.".formatted(model.name())));
    return applied(model, run.ended(why));
  }

  private static ModelState applied(ModelState model, CanaryRun run) {
    ModelState told = model.withCanary(run);
    return switch (run.phase()) {
      case BAKING, BAKED -> told;
      case PROMOTED ->
          told.withRoutes(
              List.of(
                  model.route(run.stable()).orElseThrow().withWeight(0),
                  model.route(run.canary()).orElseThrow().withWeight(100)));
      case ROLLED_BACK ->
          told.withRoutes(List.of(model.route(run.stable()).orElseThrow().withWeight(100)));
    };
  }

  /**
   * What was before answers again: the stable route before a canary, or a route's previous version.
   *
   * @param target the route; null for the canary's, else the main one
   */
  static ModelState rolledBack(ModelState model, @Nullable String target) {
    CanaryRun canary = model.canary();
    if (target == null && canary != null && canEnd(model, canary)) {
      return applied(model, canary.ended("It was rolled back by hand."));
    }
    Route route =
        target == null
            ? model.main()
            : model
                .route(target)
                .orElseThrow(
                    () ->
                        new CallRefused(
                            NOT_FOUND,
                            "The model '%s' has no route '%s'; there is %s."
                                .formatted(model.name(), target, weights(model.routes()))));
    if (route.previous() == null) {
      throw new CallRefused(
          CONFLICT,
          "The route '%s' of '%s' has no previous version to go back to."
              .formatted(route.target(), model.name()));
    }
    return model.withRoute(route.target(), Route::rolledBack);
  }

  private static boolean canEnd(ModelState model, CanaryRun canary) {
    return canary.phase() != CanaryRun.Phase.ROLLED_BACK
        && model.route(canary.stable()).isPresent()
        && model.route(canary.canary()).isPresent();
  }

  private static void requireNoCanary(ModelState model) {
    model
        .runningCanary()
        .ifPresent(
            run -> {
              throw new CallRefused(
                  CONFLICT,
                  "The canary '%s' of '%s' runs; stop it, or wait for its end."
                      .formatted(run.canary(), model.name()));
            });
  }

  private static String weights(List<Route> routes) {
    return routes.stream()
        .map(route -> "%s=%s".formatted(route.target(), number(route.weight())))
        .collect(Collectors.joining(", "));
  }

  private static String number(double weight) {
    return weight == Math.rint(weight) ? Long.toString((long) weight) : Double.toString(weight);
  }
}
