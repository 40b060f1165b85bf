package io.millrace.serving.rollout;

import java.util.function.UnaryOperator;

/** Changes what a model is answered by; a model that is not there is refused. */
record ModelChange(StateCell state, RequestRouter router) {
  /**
   * Refuses a model that is not there.
   *
   * @throws io.millrace.serving.model.CallRefused NOT_FOUND or NOT_READY
   */
  void require(String name) {
    router.find(state.get(), name);
  }

  /** Changes it; what it is then. */
  ModelState change(String name, UnaryOperator<ModelState> step) {
    ServingState after = state.change(now -> now.with(name, step.apply(router.find(now, name))));
    return router.find(after, name);
  }
}
