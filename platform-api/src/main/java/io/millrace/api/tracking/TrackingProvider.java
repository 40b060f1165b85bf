package io.millrace.api.tracking;

import java.net.URI;

/** Offers a tracking back end; a ServiceLoader entry. */
public interface TrackingProvider {
  /** Whether this provider serves such an address. */
  boolean accepts(URI address);

  /**
   * Opens the back end, making or migrating its schema.
   *
   * @param home what it finds on this machine
   * @throws io.millrace.api.error.MillraceException if the store can't be reached, is corrupt, or
   *     is of a newer version of Millrace
   */
  Tracking open(URI address, TrackingHome home);
}
