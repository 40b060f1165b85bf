package io.millrace.testkit.memory;

import io.millrace.api.store.ArtifactStore;
import io.millrace.testkit.contract.ArtifactStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class MemoryArtifactStoreTest extends ArtifactStoreContract {
  @TempDir private Path root;

  @Override
  protected ArtifactStore open() {
    return MemoryArtifactStore.in(root);
  }
}
