package io.millrace.testkit.contract;

import static java.util.Objects.requireNonNull;

import io.millrace.api.PlanContext;
import io.millrace.api.store.FeatureStore;
import org.jspecify.annotations.Nullable;

/** A plan context for testing a stage. */
public final class TestPlanContext<D> implements PlanContext<D> {
  private final @Nullable FeatureStore<D> features;

  private TestPlanContext(@Nullable FeatureStore<D> features) {
    this.features = features;
  }

  /** For a stage that needs no feature store; asking for it fails the test. */
  public static <D> TestPlanContext<D> bare() {
    return new TestPlanContext<>(null);
  }

  /** With a feature store. */
  public static <D> TestPlanContext<D> with(FeatureStore<D> features) {
    return new TestPlanContext<>(requireNonNull(features, "features is null"));
  }

  @Override
  public FeatureStore<D> features() {
    if (features == null) {
      throw new IllegalStateException("this test gave its stage no feature store");
    }
    return features;
  }
}
