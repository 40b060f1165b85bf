package io.millrace.storage.files;

import io.millrace.api.store.ArtifactStore;
import io.millrace.api.store.ArtifactStoreProvider;
import java.net.URI;
import java.nio.file.Path;

/** Serves {@code file:} addresses, and such without a scheme, without any Hadoop class. */
public final class LocalArtifactStoreProvider implements ArtifactStoreProvider {
  @Override
  public boolean accepts(URI root) {
    return root.getScheme() == null || root.getScheme().equals("file");
  }

  @Override
  public ArtifactStore open(URI root) {
    return new LocalArtifactStore(Path.of(root.getPath()));
  }
}
