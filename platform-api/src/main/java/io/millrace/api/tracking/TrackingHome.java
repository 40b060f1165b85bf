package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import io.millrace.api.store.ArtifactStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a tracking back end finds on this machine.
 *
 * @param directory the home; may not be there yet
 * @param database the file of the embedded database, where a back end without a journal of its own
 *     keeps leases, effects and kept outputs; may not be there yet
 * @param artifacts where kept outputs lie, and the packages and files of back ends that keep them
 *     on this machine
 * @param variables the variables of the process's environment
 */
public record TrackingHome(
    Path directory,
    Path database,
    ArtifactStore artifacts,
    Function<String, Optional<String>> variables) {
  public TrackingHome {
    requireNonNull(directory, "directory is null");
    requireNonNull(database, "database is null");
    requireNonNull(artifacts, "artifacts is null");
    requireNonNull(variables, "variables is null");
  }

  /** A home whose embedded database has its usual name, and an environment without variables. */
  public static TrackingHome of(Path directory, ArtifactStore artifacts) {
    return new TrackingHome(
        directory, directory.resolve("tracking.db"), artifacts, name -> Optional.empty());
  }
}
