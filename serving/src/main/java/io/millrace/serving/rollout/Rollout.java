package io.millrace.serving.rollout;

import static io.millrace.serving.model.CallRefused.Reason.CONFLICT;
import static io.millrace.serving.model.CallRefused.Reason.NOT_FOUND;
import static io.millrace.serving.model.CallRefused.Reason.NOT_READY;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.serving.model.Answer;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.ModelCall;
import io.millrace.serving.model.ModelLease;
import io.millrace.serving.model.ModelStatus;
import io.millrace.serving.model.ModelTable;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.rollout.VersionSource.Version;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The models of a registry, served by routes that can be changed while requests come. All that a
 * request needs is one immutable state in one reference: a change is made beside it and published
 * by compare-and-set, so that a request sees the state before or the one after. A version that a
 * change leaves out is let go once the last request on it is answered.
 */
public final class Rollout implements ModelTable, AnswerListener {
  /** The header that tells a caller its route, and that keeps it there when it is sent back. */
  public static final String ROUTE_HEADER = "X-Millrace-Route";

  /** More would make the answer to a large request wait. */
  private static final int ROWS_SAMPLED = 64;

  private final VersionSource source;
  private final VersionLoader loader;
  private final RolloutListener listener;
  private final InstantSource clock;
  private final AtomicReference<ServingState> state = new AtomicReference<>(ServingState.empty());
  private final Map<String, RoutePlan> plans = new ConcurrentHashMap<>();
  private final Map<String, LoadProblem> problems = new ConcurrentHashMap<>();
  private final AtomicReference<SourceStatus> sourceStatus;

  /** Loads come one after another, so that a version is never loaded twice at once. */
  private final ReentrantLock loading = new ReentrantLock();

  /** A table without models. */
  public Rollout(
      VersionSource source, VersionLoader loader, RolloutListener listener, InstantSource clock) {
    this.source = source;
    this.loader = loader;
    this.listener = listener;
    this.clock = clock;
    this.sourceStatus = new AtomicReference<>(new SourceStatus(clock.instant(), null));
  }

  /**
   * Serves a model. Returns when its routes answer.
   *
   * @throws MillraceException if a target names no version, or one that can't be served
   */
  public void start(RoutePlan plan) {
    try (Held held = new Held()) {
      List<String> targets = new ArrayList<>(plan.weights().keySet());
      if (plan.shadowOrNull() != null) {
        targets.add(plan.shadowOrNull());
      }
      Map<String, Resident> loaded = load(plan.model(), targets, held);
      List<Route> routes = new ArrayList<>();
      plan.weights()
          .forEach(
              (target, weight) ->
                  routes.add(Route.begin(target, weight, loadedAs(loaded, target))));
      Route shadow =
          plan.shadowOrNull() == null
              ? null
              : Route.begin(plan.shadowOrNull(), 0, loadedAs(loaded, plan.shadowOrNull()));
      plans.put(plan.model(), plan);
      change(now -> now.with(plan.model(), ModelState.of(plan.model(), routes, shadow)));
      loaded.forEach((target, r) -> listener.pointed(plan.model(), target, null, r.version()));
    }
    if (plan.canaryOrNull() != null) {
      beginCanary(plan.model(), plan.canaryOrNull().target(), plan.canaryOrNull().policy());
    }
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
        if (names != null && isAlias(route.target())) {
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
      throw new CallRefused(CONFLICT, e.getMessage());
    }
  }

  @Override
  public void unload(String model) {
    plan(model);
    change(now -> now.models().containsKey(model) ? now.with(model, null) : now);
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
    loading.lock();
    try (Held held = new Held()) {
      ModelState model = state.get().models().get(name);
      if (model == null) {
        return;
      }
      List<String> aliases = new ArrayList<>();
      for (Route route : followed(model)) {
        if (isAlias(route.target())) {
          aliases.add(route.target());
        }
      }
      Map<String, Version> found = ask(name, aliases);
      for (String alias : aliases) {
        follow(name, alias, found.get(alias), atOnce, held);
      }
    } finally {
      loading.unlock();
    }
  }

  private static List<Route> followed(ModelState model) {
    List<Route> routes = new ArrayList<>(model.routes());
    if (model.shadow() != null && model.route(model.shadow().target()).isEmpty()) {
      routes.add(model.shadow());
    }
    return routes;
  }

  private void follow(
      String name, String alias, @Nullable Version version, boolean atOnce, Held held) {
    String key = name + "/" + alias;
    Route route = state.get().models().get(name) == null ? null : route(name, alias);
    if (route == null) {
      return;
    }
    try {
      if (version == null) {
        throw noTarget(name, alias);
      }
      String number = Integer.toString(version.number());
      if (number.equals(route.current().version())) {
        problems.remove(key);
        forgive(name, alias);
        return;
      }
      LoadProblem known = problems.get(key);
      boolean waits =
          known != null && known.version().equals(number) && !known.isDue(clock.instant());
      if (number.equals(route.refused()) || (waits && !atOnce)) {
        return;
      }
      point(name, alias, held.resident(version), route.current().version());
      problems.remove(key);
    } catch (MillraceException e) {
      String number = version == null ? "" : Integer.toString(version.number());
      LoadProblem before = problems.get(key);
      LoadProblem problem = LoadProblem.after(before, number, e.getMessage(), clock.instant());
      problems.put(key, problem);
      if (before == null || !before.message().equals(problem.message()) || atOnce) {
        listener.refused(name, alias, number, e.getMessage());
      }
      if (atOnce) {
        throw e;
      }
    }
  }

  private @Nullable Route route(String name, String target) {
    ModelState model = state.get().models().get(name);
    if (model == null) {
      return null;
    }
    return followed(model).stream()
        .filter(route -> route.target().equals(target))
        .findFirst()
        .orElse(null);
  }

  private void forgive(String name, String alias) {
    change(
        now -> {
          ModelState model = now.models().get(name);
          boolean refuses =
              model != null && model.route(alias).filter(r -> !r.refused().isEmpty()).isPresent();
          return refuses ? now.with(name, model.withRoute(alias, Route::forgiving)) : now;
        });
  }

  private void point(String name, String alias, Resident next, String from) {
    changeModel(name, model -> ModelChanges.pointed(model, alias, next, clock.instant()));
    listener.pointed(name, alias, from, next.version());
  }

  /**
   * Lets requests fall to targets by other weights; new targets are loaded first.
   *
   * @throws MillraceException if a target can't be served
   */
  public void setWeights(String name, Map<String, Double> weights) {
    Split.of("", List.copyOf(weights.values()));
    requireModel(name);
    try (Held held = new Held()) {
      List<String> missing =
          weights.keySet().stream().filter(target -> routeOf(name, target).isEmpty()).toList();
      Map<String, Resident> loaded = load(name, missing, held);
      changeModel(name, model -> ModelChanges.weighted(model, weights, loaded));
      loaded.forEach((target, r) -> listener.pointed(name, target, null, r.version()));
    }
  }

  private Optional<Route> routeOf(String name, String target) {
    return Optional.ofNullable(state.get().models().get(name)).flatMap(m -> m.route(target));
  }

  /**
   * Lets a target get copies of the requests; null: none does.
   *
   * @throws MillraceException if the target can't be served
   */
  public void setShadow(String name, @Nullable String target) {
    requireModel(name);
    try (Held held = new Held()) {
      Route shadow =
          target == null
              ? null
              : Route.begin(target, 0, loadedAs(load(name, List.of(target), held), target));
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
    try (Held held = new Held()) {
      Resident resident = loadedAs(load(name, List.of(target), held), target);
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
      change(
          now -> {
            ModelState model = now.models().get(name);
            if (model == null) {
              return now;
            }
            ModelState judged = ModelChanges.canaryJudged(model, clock.instant());
            return judged == model ? now : now.with(name, judged);
          });
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
    ModelState model = state.get().models().get(name);
    return model == null ? null : model.canary();
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

  @Override
  public void answered(Answer answer) {
    RouteFigures figures = figures(answer.model(), answer.route());
    if (figures == null) {
      return;
    }
    figures.answered(answer.nanos());
    int column = PredictionValue.column(answer.outputs().columns());
    for (int row = 0; row < Math.min(ROWS_SAMPLED, answer.outputs().rows()); row++) {
      figures.predicted(PredictionValue.of(answer.outputs(), row, column));
    }
  }

  @Override
  public void failed(ServedModel model, String route, int status, long nanos) {
    RouteFigures figures = figures(model, route);
    if (figures != null) {
      figures.failed();
    }
  }

  /** None, if the route has another version by now. */
  private @Nullable RouteFigures figures(ServedModel served, String target) {
    ModelState model = state.get().models().get(served.name());
    if (model != null) {
      for (Route route : model.routes()) {
        if (route.target().equals(target) && route.current().model() == served) {
          return route.figures();
        }
      }
    }
    return null;
  }

  /** The version that gets copies of a model's requests, if one does. */
  @Nullable Resident shadow(String name) {
    ModelState model = state.get().models().get(name);
    return model == null || model.shadow() == null ? null : model.shadow().current();
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
    Map<String, LoadProblem> found = new HashMap<>();
    problems.forEach(
        (key, problem) -> {
          if (key.startsWith(name + "/")) {
            found.put(key.substring(name.length() + 1), problem);
          }
        });
    return found;
  }

  /** When the registry answered last, and why it does not now. */
  SourceStatus sourceStatus() {
    return sourceStatus.get();
  }

  private void requireModel(String name) {
    model(state.get(), name);
  }

  private ModelState changeModel(String name, UnaryOperator<ModelState> step) {
    ServingState after = change(now -> now.with(name, step.apply(model(now, name))));
    return model(after, name);
  }

  /** The one place where the state changes. */
  private ServingState change(UnaryOperator<ServingState> step) {
    while (true) {
      ServingState before = state.get();
      ServingState after = step.apply(before);
      if (after == before) {
        return before;
      }
      Set<Resident> left = new HashSet<>(before.residents());
      Set<Resident> come = new HashSet<>(after.residents());
      left.removeAll(after.residents());
      come.removeAll(before.residents());
      come.forEach(Rollout::hold);
      if (state.compareAndSet(before, after)) {
        left.forEach(Resident::release);
        return after;
      }
      come.forEach(Resident::release);
    }
  }

  private static void hold(Resident resident) {
    if (!resident.acquire()) {
      throw new IllegalStateException(resident + " was let go by a change that held it");
    }
  }

  private Map<String, Version> ask(String name, List<String> targets) {
    try {
      Map<String, Version> found = source.versions(name, targets);
      SourceStatus before = sourceStatus.getAndSet(new SourceStatus(clock.instant(), null));
      if (before.failure() != null) {
        listener.registryRecovered();
      }
      return found;
    } catch (MillraceException e) {
      SourceStatus before = sourceStatus.get();
      sourceStatus.set(new SourceStatus(before.answered(), e.getMessage()));
      if (!e.getMessage().equals(before.failure())) {
        listener.registryFailed(name, e.getMessage());
      }
      throw e;
    }
  }

  private Map<String, Resident> load(String name, List<String> targets, Held held) {
    if (targets.isEmpty()) {
      return Map.of();
    }
    loading.lock();
    try {
      Map<String, Version> found = ask(name, targets);
      Map<String, Resident> loaded = new LinkedHashMap<>();
      for (String target : targets) {
        Version version = found.get(target);
        if (version == null) {
          throw noTarget(name, target);
        }
        loaded.put(target, held.resident(version));
      }
      return loaded;
    } finally {
      loading.unlock();
    }
  }

  private static Resident loadedAs(Map<String, Resident> loaded, String target) {
    Resident resident = loaded.get(target);
    if (resident == null) {
      throw new IllegalStateException(target + " was not loaded");
    }
    return resident;
  }

  private static MillraceException noTarget(String name, String target) {
    return new MillraceException(
        StandardError.NOT_FOUND,
        "The registry has no %s '%s' of a model '%s'."
            .formatted(isAlias(target) ? "alias" : "version", target, name));
  }

  private static boolean isAlias(String target) {
    return !target.matches("[0-9]+");
  }

  /** Static, as what a version holds lives as long as the version does. */
  private static Resident resident(ServedModel model, RolloutListener listener) {
    String name = model.name();
    String version = model.version();
    return new Resident(model, () -> listener.letGo(name, version));
  }

  /** Versions that a change holds until it is done, loaded or found. */
  private final class Held implements AutoCloseable {
    private final List<Resident> residents = new ArrayList<>();

    Resident resident(Version version) {
      Resident resident = found(version).orElseGet(() -> loaded(version));
      residents.add(resident);
      return resident;
    }

    private Optional<Resident> found(Version version) {
      String number = Integer.toString(version.number());
      Set<Resident> known = new HashSet<>(residents);
      known.addAll(state.get().residents());
      return known.stream()
          .filter(
              r ->
                  r.model().name().equals(version.model())
                      && r.version().equals(number)
                      && r.model().packageHash().equals(version.packageHash()))
          .filter(Resident::acquire)
          .findFirst();
    }

    private Resident loaded(Version version) {
      Instant start = clock.instant();
      ServedModel model = loader.load(version, source.open(version));
      double seconds = java.time.Duration.between(start, clock.instant()).toNanos() / 1e9;
      listener.loaded(model.name(), model.version(), seconds);
      return Rollout.resident(model, listener);
    }

    @Override
    public void close() {
      residents.forEach(Resident::release);
      residents.clear();
    }
  }

  /**
   * How the registry stands.
   *
   * @param answered when it answered last
   * @param failure why it does not now; null if it does
   */
  record SourceStatus(Instant answered, @Nullable String failure) {}
}
