package io.millrace.serving.rollout;

import static io.millrace.serving.model.CallRefused.Reason.CONFLICT;
import static io.millrace.serving.model.CallRefused.Reason.NOT_FOUND;
import static io.millrace.serving.model.CallRefused.Reason.NOT_READY;

import io.millrace.api.error.MillraceException;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.ModelCall;
import io.millrace.serving.model.ModelLease;
import io.millrace.serving.model.ModelStatus;
import io.millrace.serving.model.ModelTable;
import io.millrace.serving.model.ServedModel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
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
  private final InstantSource clock;
  private final StateCell state = new StateCell();
  private final VersionAccess versions;
  private final AliasFollower follower;
  private final Map<String, RoutePlan> plans = new ConcurrentHashMap<>();

  /** A table without models. */
  public Rollout(
      VersionSource source, VersionLoader loader, RolloutListener listener, InstantSource clock) {
    this.listener = listener;
    this.clock = clock;
    this.versions = new VersionAccess(source, loader, listener, clock, state);
    this.follower = new AliasFollower(state, versions, listener, clock);
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
      beginCanary(plan.model(), canary.target(), canary.policy());
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
    while (true) {
      ModelState model = model(state.get(), call.model());
      Lease lease = choose(model, call);
      if (lease.resident().acquire()) {
        return lease;
      }
      // It was let go between the two steps: there is a newer state.
    }
  }

  private Lease choose(ModelState model, ModelCall call) {
    String version = call.version();
    if (version != null) {
      return new Lease(version(model, version), "version");
    }
    if (model.routes().size() == 1) {
      return lease(model.routes().get(0));
    }
    String asked = call.header(ROUTE_HEADER);
    if (asked != null) {
      Optional<Route> kept = model.route(asked).filter(route -> route.weight() > 0);
      if (kept.isPresent()) {
        return lease(kept.get());
      }
    }
    RoutePlan plan = plans.get(model.name());
    String key = plan == null ? null : plan.stickyBy().of(call);
    int share =
        key == null
            ? model.split().ofBucket(ThreadLocalRandom.current().nextInt(Split.BUCKETS))
            : model.split().ofKey(key);
    return lease(model.routes().get(share));
  }

  private static Lease lease(Route route) {
    return new Lease(route.current(), route.target());
  }

  private static Resident version(ModelState model, String version) {
    List<String> loaded = new ArrayList<>();
    for (Resident resident : model.residents()) {
      if (resident.version().equals(version)) {
        return resident;
      }
      loaded.add(resident.version());
    }
    throw new CallRefused(
        NOT_FOUND,
        "The model '%s' has no version '%s' here; there is %s."
            .formatted(model.name(), version, String.join(", ", loaded)));
  }

  private ModelState model(ServingState now, @Nullable String name) {
    if (name == null && now.models().size() == 1) {
      return now.models().values().iterator().next();
    }
    if (name == null) {
      throw CallRefused.badInput(
          "Name the model that is to answer, in the header X-Model or the query ?model=: there is %s."
              .formatted(String.join(", ", now.models().keySet())));
    }
    ModelState model = now.models().get(name);
    if (model == null) {
      throw plans.containsKey(name)
          ? new CallRefused(NOT_READY, "The model '%s' is not loaded now.".formatted(name))
          : new CallRefused(
              NOT_FOUND,
              "There is no model '%s' here; there is %s."
                  .formatted(name, String.join(", ", now.models().keySet())));
    }
    return model;
  }

  /** A hold on a version for one request. */
  private record Lease(Resident resident, String route) implements ModelLease {
    @Override
    public ServedModel model() {
      return resident.model();
    }

    @Override
    public void close() {
      resident.release();
    }
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
    requireModel(name);
    try (VersionAccess.Change change = versions.begin()) {
      List<String> missing =
          weights.keySet().stream().filter(target -> routeOf(name, target).isEmpty()).toList();
      Map<String, Resident> loaded = change.load(name, missing);
      changeModel(name, model -> ModelChanges.weighted(model, weights, loaded));
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
    requireModel(name);
    try (VersionAccess.Change change = versions.begin()) {
      Route shadow = target == null ? null : Route.begin(target, 0, change.load(name, target));
      changeModel(name, model -> model.withShadow(shadow));
    }
  }

  /**
   * Begins a canary.
   *
   * @throws MillraceException if the target can't be served
   */
  public void beginCanary(String name, String target, CanaryPolicy policy) {
    requireModel(name);
    try (VersionAccess.Change change = versions.begin()) {
      Resident resident = change.load(name, target);
      changeModel(
          name,
          model -> ModelChanges.canaryBegun(model, target, resident, policy, clock.instant()));
    }
    tellCanary(name);
  }

  /** Ends a canary: the stable route takes all requests. */
  public void stopCanary(String name) {
    changeModel(name, model -> ModelChanges.canaryStopped(model, "It was stopped by hand."));
    tellCanary(name);
  }

  /** Looks at the figures of the running canaries, and promotes them or rolls them back. */
  public void judgeCanaries() {
    for (String name : state.get().models().keySet()) {
      CanaryRun before = canary(name);
      if (before == null || before.phase().isEnd()) {
        continue;
      }
      state.changeModel(name, model -> ModelChanges.canaryJudged(model, clock.instant()));
      CanaryRun after = canary(name);
      if (after != null && after.phase() != before.phase()) {
        tellCanary(name);
      }
    }
  }

  private void tellCanary(String name) {
    CanaryRun run = canary(name);
    if (run != null) {
      listener.canary(name, run);
      if (run.phase() == CanaryRun.Phase.ROLLED_BACK) {
        listener.rolledBack(name, run.reason());
      }
    }
  }

  private @Nullable CanaryRun canary(String name) {
    return state.model(name).map(ModelState::canary).orElse(null);
  }

  /**
   * Goes back to what was before: a pointer is swapped, nothing is loaded. The registry's alias
   * stays where it is; the version that is left does not come back until the alias moves.
   *
   * @param target the route; null for the running canary, else the main route
   */
  public void rollback(String name, @Nullable String target) {
    ModelState after = changeModel(name, model -> ModelChanges.rolledBack(model, target));
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

  private void requireModel(String name) {
    model(state.get(), name);
  }

  private ModelState changeModel(String name, UnaryOperator<ModelState> step) {
    ServingState after = state.change(now -> now.with(name, step.apply(model(now, name))));
    return model(after, name);
  }
}
