package io.millrace.serving.rollout;

import io.millrace.api.error.MillraceException;
import io.millrace.serving.rollout.VersionSource.Version;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Lets routes and shadows follow the aliases that they are named by. */
final class AliasFollower {
  private final StateCell state;
  private final VersionAccess versions;
  private final RolloutListener listener;
  private final InstantSource clock;
  private final Map<Place, LoadProblem> problems = new ConcurrentHashMap<>();

  AliasFollower(
      StateCell state, VersionAccess versions, RolloutListener listener, InstantSource clock) {
    this.state = state;
    this.versions = versions;
    this.listener = listener;
    this.clock = clock;
  }

  /** A target of a model. */
  private record Place(String model, String target) {}

  /** Looks once at all aliases of a model; see {@link Rollout#check}. */
  void look(String name, boolean atOnce) {
    try (VersionAccess.Change change = versions.begin()) {
      List<String> aliases =
          state.model(name).map(AliasFollower::followed).orElse(List.of()).stream()
              .map(Route::target)
              .filter(VersionAccess::isAlias)
              .toList();
      if (aliases.isEmpty()) {
        return;
      }
      Map<String, Version> found = change.ask(name, aliases);
      for (String alias : aliases) {
        follow(new Place(name, alias), found.get(alias), atOnce, change);
      }
    }
  }

  private static List<Route> followed(ModelState model) {
    List<Route> routes = new ArrayList<>(model.routes());
    Route shadow = model.shadow();
    if (shadow != null && model.route(shadow.target()).isEmpty()) {
      routes.add(shadow);
    }
    return routes;
  }

  private void follow(
      Place place, @Nullable Version version, boolean atOnce, VersionAccess.Change change) {
    Optional<Route> route = route(place);
    if (route.isEmpty()) {
      return;
    }
    String number = version == null ? "" : Integer.toString(version.number());
    try {
      if (version == null) {
        throw VersionAccess.noTarget(place.model(), place.target());
      }
      if (number.equals(route.get().current().version())) {
        arrived(place);
      } else if (!number.equals(route.get().refused()) && (atOnce || isDue(place, number))) {
        point(place, change.resident(version), route.get().current().version());
      }
    } catch (MillraceException e) {
      note(place, number, String.valueOf(e.getMessage()), atOnce);
      if (atOnce) {
        throw e;
      }
    }
  }

  private Optional<Route> route(Place place) {
    return state.model(place.model()).map(AliasFollower::followed).orElse(List.of()).stream()
        .filter(route -> route.target().equals(place.target()))
        .findFirst();
  }

  /** The alias names what answers already: a version that was refused may come again later. */
  private void arrived(Place place) {
    problems.remove(place);
    state.changeModel(
        place.model(),
        model ->
            model.route(place.target()).filter(r -> !r.refused().isEmpty()).isPresent()
                ? model.withRoute(place.target(), Route::forgiving)
                : model);
  }

  private boolean isDue(Place place, String number) {
    LoadProblem known = problems.get(place);
    return known == null || !known.version().equals(number) || known.isDue(clock.instant());
  }

  private void point(Place place, Resident next, String from) {
    state.changeModel(
        place.model(), model -> ModelChanges.pointed(model, place.target(), next, clock.instant()));
    problems.remove(place);
    listener.pointed(place.model(), place.target(), from, next.version());
  }

  private void note(Place place, String number, String reason, boolean atOnce) {
    LoadProblem before = problems.get(place);
    problems.put(place, LoadProblem.after(before, number, reason, clock.instant()));
    if (before == null || !before.message().equals(reason) || atOnce) {
      listener.refused(place.model(), place.target(), number, reason);
    }
  }

  /** What went wrong with a model's targets last, by target. */
  Map<String, LoadProblem> problems(String name) {
    Map<String, LoadProblem> found = new HashMap<>();
    problems.forEach(
        (place, problem) -> {
          if (place.model().equals(name)) {
            found.put(place.target(), problem);
          }
        });
    return found;
  }
}
