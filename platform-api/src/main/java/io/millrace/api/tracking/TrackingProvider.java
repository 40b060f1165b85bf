package io.millrace.api.tracking;

import io.millrace.api.store.ArtifactStore;
import java.net.URI;

/** Offers a tracking back end; a ServiceLoader entry. */
public interface TrackingProvider {
  /** Whether this provider serves such an address. */
  boolean accepts(URI address);

  /**
   * Opens the back end, making or migrating its schema.
   *
   * @param artifacts where the registry keeps packages
   * @throws io.millrace.api.error.MillraceException if the store can't be reached, is corrupt, or
   *     is of a newer version of Millrace
   */
  Tracking open(URI address, ArtifactStore artifacts);
}
