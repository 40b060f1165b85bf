package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

/**
 * A run with one of its links.
 *
 * @param run the run's id
 * @param link what it read or wrote
 */
public record LinkedRun(String run, RunLink link) {
  public LinkedRun {
    requireNonNull(run, "run is null");
    requireNonNull(link, "link is null");
  }
}
