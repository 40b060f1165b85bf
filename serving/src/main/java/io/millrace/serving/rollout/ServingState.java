package io.millrace.serving.rollout;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that decides which version answers a request. Immutable: a request reads it once, and a
 * change makes another one of it.
 *
 * @param revision how many changes led to it
 * @param models by name
 */
record ServingState(long revision, Map<String, ModelState> models) {
  ServingState {
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
  }

  static ServingState empty() {
    return new ServingState(0, Map.of());
  }

  /** The next state, in which a model is another; null takes it away. */
  ServingState with(String name, @Nullable ModelState model) {
    Map<String, ModelState> next = new LinkedHashMap<>(models);
    if (model == null) {
      next.remove(name);
    } else {
      next.put(name, model);
    }
    return new ServingState(revision + 1, next);
  }

  Set<Resident> residents() {
    Set<Resident> residents = new LinkedHashSet<>();
    models.values().forEach(model -> residents.addAll(model.residents()));
    return residents;
  }
}
