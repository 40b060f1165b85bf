package io.millrace.serving.rollout;

import static io.millrace.serving.model.CallRefused.Reason.NOT_FOUND;
import static io.millrace.serving.model.CallRefused.Reason.NOT_READY;

import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.ModelCall;
import io.millrace.serving.model.ModelLease;
import io.millrace.serving.model.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Chooses the version that answers a request, from one state. */
final class RequestRouter {
  private final StateCell state;
  private final Map<String, RoutePlan> plans;

  RequestRouter(StateCell state, Map<String, RoutePlan> plans) {
    this.state = state;
    this.plans = plans;
  }

  /** Holds the version that is to answer a request. */
  ModelLease acquire(ModelCall call) {
    while (true) {
      ModelState model = find(state.get(), call.model());
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
    String asked = call.header(Rollout.ROUTE_HEADER);
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

  /**
   * The model of that name; the only one, for none.
   *
   * @throws CallRefused if it is not there, or several are and none is named
   */
  ModelState find(ServingState now, @Nullable String name) {
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
}
