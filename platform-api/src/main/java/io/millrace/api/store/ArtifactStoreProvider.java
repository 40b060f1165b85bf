package io.millrace.api.store;

import java.net.URI;

/** Offers an artifact store; a ServiceLoader entry. */
public interface ArtifactStoreProvider {
  /** Whether this provider serves such an address. */
  boolean accepts(URI root);

  /** Opens the store at {@code root}, making it if need be. */
  ArtifactStore open(URI root);
}
