package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * Which runs read or wrote something.
 *
 * @param direction which of both
 * @param kind what the assets are
 * @param name their name
 * @param versions only links to these versions; empty for all
 * @param limit at most so many links
 */
public record LinkQuery(
    RunLink.Direction direction, Asset.Kind kind, String name, Set<String> versions, int limit) {
  public LinkQuery {
    requireNonNull(direction, "direction is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(name, "name is null");
    versions = Set.copyOf(versions);
    if (limit < 0) {
      throw new IllegalArgumentException("limit can't be negative");
    }
  }

  /** Whether a link is asked for. */
  public boolean matches(RunLink link) {
    return link.direction() == direction
        && link.asset().kind() == kind
        && link.asset().name().equals(name)
        && (versions.isEmpty() || versions.contains(link.asset().version()));
  }
}
