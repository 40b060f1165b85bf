package io.millrace.serving.rollout;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * The one reference to all that requests are answered by. Changes of many threads happen one after
 * another, by compare-and-set; each keeps the versions loaded that it needs, and lets go of the
 * others.
 */
final class StateCell {
  private final AtomicReference<ServingState> state = new AtomicReference<>(ServingState.empty());

  /** The state at this moment. */
  ServingState get() {
    return requireNonNull(state.get(), "there is always a state");
  }

  Optional<ModelState> model(String name) {
    return Optional.ofNullable(get().models().get(name));
  }

  /**
   * Changes the state.
   *
   * @param step gives the next state, or the one that it gets if nothing is to change; runs again
   *     if another change comes between. Versions that come in are held by the caller until this
   *     returns
   * @return the state that it led to
   */
  ServingState change(UnaryOperator<ServingState> step) {
    while (true) {
      ServingState before = get();
      ServingState after = step.apply(before);
      if (after == before) {
        return before;
      }
      Set<Resident> come = difference(after.residents(), before.residents());
      come.forEach(StateCell::hold);
      if (state.compareAndSet(before, after)) {
        difference(before.residents(), after.residents()).forEach(Resident::release);
        return after;
      }
      come.forEach(Resident::release);
    }
  }

  /** Changes a model, if it is there; the same model means that nothing is to change. */
  void changeModel(String name, UnaryOperator<ModelState> step) {
    change(
        now -> {
          ModelState model = now.models().get(name);
          ModelState next = model == null ? null : step.apply(model);
          return model == next ? now : now.with(name, next);
        });
  }

  private static Set<Resident> difference(Set<Resident> these, Set<Resident> those) {
    Set<Resident> rest = new HashSet<>(these);
    rest.removeAll(those);
    return rest;
  }

  private static void hold(Resident resident) {
    if (!resident.acquire()) {
      throw new IllegalStateException(resident + " was let go by a change that held it");
    }
  }
}
