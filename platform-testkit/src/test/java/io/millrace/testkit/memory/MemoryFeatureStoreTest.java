package io.millrace.testkit.memory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.store.FeatureStore;
import io.millrace.testkit.contract.FeatureStoreContract;
import io.millrace.testkit.contract.Frames;
import org.junit.jupiter.api.Test;

class MemoryFeatureStoreTest extends FeatureStoreContract<Table> {
  private final MemoryFeatureStore store = MemoryFeatureStore.empty();

  @Override
  protected Frames<Table> frames() {
    return new TableFrames();
  }

  @Override
  protected FeatureStore<Table> open() {
    return store.another();
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> store.read("houses", 0))
        .hasMessage("there is no feature table 'houses'");
  }
}
