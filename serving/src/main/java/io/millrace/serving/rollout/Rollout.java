package io.millrace.serving.rollout;

import static io.millrace.serving.model.CallRefused.Reason.CONFLICT;
import static io.millrace.serving.model.CallRefused.Reason.NOT_FOUND;

import io.millrace.api.error.MillraceException;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.ModelCall;
import io.millrace.serving.model.ModelLease;
import io.millrace.serving.model.ModelStatus;
import io.millrace.serving.model.ModelTable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The models of a registry, served by routes that can be changed while requests come. All that a
 * request needs is one immutable state in one reference: a change is made beside it and published
 * by compare-and-set, so that a request sees the state before or the one after. A version that a
 * change leaves out is let go once the last request on it is answered.
 */
public final class Rollout implements ModelTable {
  /** The header that tells a caller its route, and that keeps it there when it is sent back. */
  public static final String ROUTE_HEADER = "X-Millrace-Route";

  private final RolloutListener listener;
  private final StateCell state = new StateCell();
  private final VersionAccess versions;
  private final AliasFollower follower;
  private final Map<String, RoutePlan> plans = new ConcurrentHashMap<>();
  private final RequestRouter router = new RequestRouter(state, plans);
  private final ModelChange changes = new ModelChange(state, router);
  private final Canaries canaries;

  /** A table without models. */
  public Rollout(
      VersionSource source, VersionLoader loader, RolloutListener listener, InstantSource clock) {
    this.listener = listener;
    this.versions = new VersionAccess(source, loader, listener, clock, state);
    this.follower = new AliasFollower(state, versions, listener, clock);
    this.canaries = new Canaries(state, versions, changes, listener, clock);
  }

  /**
   * Serves a model. Returns when its routes answer.
   *
   * @throws MillraceException if a target names no version, or one that can't be served
   */
  public void start(RoutePlan plan) {
    Set<String> targets = new LinkedHashSet<>(plan.weights().keySet());
    String shadow = plan.shadowOrNull();
    if (shadow != null) {
      targets.add(shadow);
    }
    try (VersionAccess.Change change = versions.begin()) {
      Map<String, Resident> loaded = change.load(plan.model(), List.copyOf(targets));
      ModelState model = begun(plan, loaded);
      plans.put(plan.model(), plan);
      state.change(now -> now.with(plan.model(), model));
      loaded.forEach((target, r) -> listener.pointed(plan.model(), target, null, r.version()));
    }
    RoutePlan.Canary canary = plan.canaryOrNull();
    if (canary != null) {
      canaries.begin(plan.model(), canary.target(), canary.policy());
    }
  }

  private static ModelState begun(RoutePlan plan, Map<String, Resident> loaded) {
    List<Route> routes = new ArrayList<>();
    Route shadow = null;
    for (Map.Entry<String, Resident> target : loaded.entrySet()) {
      Double weight = plan.weights().get(target.getKey());
      if (weight != null) {
        routes.add(Route.begin(target.getKey(), weight, target.getValue()));
      }
      if (target.getKey().equals(plan.shadowOrNull())) {
        shadow = Route.begin(target.getKey(), 0, target.getValue());
      }
    }
    return ModelState.of(plan.model(), routes, shadow);
  }

  @Override
  public ModelLease acquire(ModelCall call) {
    return router.acquire(call);
  }

  @Override
  public List<ModelStatus> models() {
    List<ModelStatus> statuses = new ArrayList<>();
    for (ModelState model : state.get().models().values()) {
      Map<Resident, List<String>> targets = new LinkedHashMap<>();
      targets.put(model.main().current(), new ArrayList<>());
      model.residents().forEach(resident -> targets.putIfAbsent(resident, new ArrayList<>()));
      for (Route route : model.routes()) {
        List<String> names = targets.get(route.current());
        if (names != null && VersionAccess.isAlias(route.target())) {
          names.add(route.target());
        }
      }
      targets.forEach(
          (resident, names) ->
              statuses.add(new ModelStatus(model.name(), resident.version(), names, true, null)));
    }
    return statuses;
  }

  @Override
  public boolean ready() {
    return state.get().models().keySet().containsAll(plans.keySet());
  }

  @Override
  public void load(String model) {
    RoutePlan plan = plan(model);
    try {
      if (state.get().models().containsKey(model)) {
        check(model, true);
      } else {
        start(plan);
      }
    } catch (MillraceException e) {
      throw new CallRefused(CONFLICT, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void unload(String model) {
    plan(model);
    state.change(now -> now.models().containsKey(model) ? now.with(model, null) : now);
  }

  private RoutePlan plan(String model) {
    RoutePlan plan = plans.get(model);
    if (plan == null) {
      throw new CallRefused(
          NOT_FOUND,
          "There is no model '%s' here; there is %s."
              .formatted(model, String.join(", ", new java.util.TreeSet<>(plans.keySet()))));
    }
    return plan;
  }

  /**
   * Looks where the aliases of a model point now, and follows them: a version is checked, loaded,
   * compared with its golden rows, warmed up and then published. If one of these fails, the version
   * that answers stays.
   *
   * @param atOnce whether versions that failed before are tried again now, and a failure is thrown;
   *     else it is told to the listener, and tried again later
   * @throws MillraceException if the registry can't be asked, or, at once, a version can't be
   *     served
   */
  public void check(String name, boolean atOnce) {
    follower.look(name, atOnce);
  }

  /**
   * Lets requests fall to targets by other weights; new targets are loaded first.
   *
   * @throws MillraceException if a target can't be served
   */
  public void setWeights(String name, Map<String, Double> weights) {
    Split.of("", List.copyOf(weights.values()));
    changes.require(name);
    try (VersionAccess.Change change = versions.begin()) {
      List<String> missing =
          weights.keySet().stream().filter(target -> routeOf(name, target).isEmpty()).toList();
      Map<String, Resident> loaded = change.load(name, missing);
      changes.change(name, model -> ModelChanges.weighted(model, weights, loaded));
      loaded.forEach((target, r) -> listener.pointed(name, target, null, r.version()));
    }
  }

  private Optional<Route> routeOf(String name, String target) {
    return state.model(name).flatMap(model -> model.route(target));
  }

  /**
   * Lets a target get copies of the requests; null: none does.
   *
   * @throws MillraceException if the target can't be served
   */
  public void setShadow(String name, @Nullable String target) {
    changes.require(name);
    try (VersionAccess.Change change = versions.begin()) {
      Route shadow = target == null ? null : Route.begin(target, 0, change.load(name, target));
      changes.change(name, model -> model.withShadow(shadow));
    }
  }

  /** The canaries. */
  public Canaries canaries() {
    return canaries;
  }

  /**
   * Goes back to what was before: a pointer is swapped, nothing is loaded, and no disk is needed.
   * What is in memory is checked once more: it predicts its golden rows first. The registry's alias
   * stays where it is; the version that is left does not come back until the alias moves.
   *
   * @param target the route; null for the running canary, else the main route
   * @throws MillraceException PACKAGE_CORRUPT, if it predicts otherwise than when it was loaded;
   *     all stays as it is then
   */
  public void rollback(String name, @Nullable String target) {
    changes.require(name);
    state
        .model(name)
        .map(model -> ModelChanges.rolledBack(model, target))
        .flatMap(model -> target == null ? Optional.of(model.main()) : model.route(target))
        .ifPresent(route -> GoldenCheck.kept(route.current().model()).run());
    ModelState after = changes.change(name, model -> ModelChanges.rolledBack(model, target));
    Route route = target == null ? after.main() : after.route(target).orElseThrow();
    listener.rolledBack(
        name,
        "The route '%s' went back to version %s."
            .formatted(route.target(), route.current().version()));
  }

  /** What keeps the figures by which canaries are judged; a server tells it of each answer. */
  public AnswerListener meter() {
    return new RouteMeter(state);
  }

  /** The version that gets copies of a model's requests, if one does. */
  @Nullable Resident shadow(String name) {
    return state.model(name).map(ModelState::shadow).map(Route::current).orElse(null);
  }

  /** All that requests are answered by, at this moment. */
  ServingState state() {
    return state.get();
  }

  /** The models that are to be served, by name. */
  Map<String, RoutePlan> plans() {
    return plans;
  }

  /** What went wrong with a model's targets last, by target. */
  Map<String, LoadProblem> problems(String name) {
    return follower.problems(name);
  }

  /** When the registry answered last, and why it does not now. */
  VersionAccess.SourceStatus sourceStatus() {
    return versions.status();
  }
}
