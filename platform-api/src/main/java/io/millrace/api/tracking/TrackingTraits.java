package io.millrace.api.tracking;

/**
 * What a back end can do beyond the least that its ports ask for.
 *
 * @param atomicAliases whether an alias moves in one atomic step together with its history. If not,
 *     the last of several writers wins, an expected version is looked at before the move and not
 *     together with it, and of moves at the same moment the history may lack some
 */
public record TrackingTraits(boolean atomicAliases) {
  /** All of it. */
  public static final TrackingTraits FULL = new TrackingTraits(true);
}
