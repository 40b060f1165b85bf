package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Whom runs are told of while they are recorded.
 *
 * @param address a file's path, {@code file:PATH}, or {@code http(s)://HOST:PORT}
 * @param namespace what jobs, feature tables and models are named under there
 * @param directory where a path that is not absolute starts
 * @param version of Millrace, as {@code 0.1.0}; empty if it is not known
 */
public record LineageTarget(String address, String namespace, Path directory, String version) {
  /** The namespace of those who choose none. */
  public static final String NAMESPACE = "millrace";

  public LineageTarget {
    requireNonNull(address, "address is null");
    requireNonNull(namespace, "namespace is null");
    requireNonNull(directory, "directory is null");
    requireNonNull(version, "version is null");
  }

  /** Under the usual namespace, with paths from the directory of the process. */
  public static LineageTarget to(String address) {
    return new LineageTarget(address, NAMESPACE, Path.of("").toAbsolutePath(), "");
  }
}
