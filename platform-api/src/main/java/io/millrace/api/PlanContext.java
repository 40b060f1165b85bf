package io.millrace.api;

import io.millrace.api.store.FeatureStore;

/** What a stage may use before a run: metadata only, and no session of an engine. */
public interface PlanContext<D> {
  /** The feature tables; only its methods that read metadata may be called here. */
  FeatureStore<D> features();
}
