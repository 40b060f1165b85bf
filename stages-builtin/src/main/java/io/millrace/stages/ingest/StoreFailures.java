package io.millrace.stages.ingest;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/** Says what the refusal of a file system or an object store means. */
final class StoreFailures {
  private StoreFailures() {}

  /** The meaning of a failure to list or open what lies there, where it is known. */
  static Optional<MillraceException> known(String path, IOException failure) {
    List<Throwable> chain = chain(failure);
    if (has(chain, "UnknownStoreException")) {
      return Optional.of(
          told(
              StandardError.MISSING_FILE,
              "There is no bucket '" + host(path) + "' for '" + path + "'; correct the path.",
              failure));
    }
    if (has(chain, AccessDeniedException.class)
        || has(chain, AccessControlException.class)
        || has(chain, "NoAuthWithAWSException")) {
      return Optional.of(
          told(
              StandardError.SOURCE_DENIED,
              "'" + path + "' may not be read; check the credentials, and what they allow.",
              failure));
    }
    if (has(chain, ConnectException.class)
        || has(chain, UnknownHostException.class)
        || has(chain, NoRouteToHostException.class)
        || has(chain, SocketTimeoutException.class)) {
      return Optional.of(
          told(
              StandardError.SOURCE_UNREACHABLE,
              "'"
                  + path
                  + "' can't be reached; see whether the store runs, and whether its address is"
                  + " right.",
              failure));
    }
    return has(chain, UnsupportedFileSystemException.class)
        ? Optional.of(noSystem(path, failure))
        : Optional.empty();
  }

  /** The meaning of a failure to make a file system, if its class is missing. */
  static Optional<MillraceException> missingSystem(String path, RuntimeException failure) {
    return has(chain(failure), ClassNotFoundException.class)
        ? Optional.of(noSystem(path, failure))
        : Optional.empty();
  }

  private static MillraceException noSystem(String path, Exception failure) {
    return told(
        StandardError.NOT_FOUND,
        "Nothing here reads '"
            + path
            + "'; put the jar that knows such addresses into the plugins directory, for s3a:"
            + " millrace-s3.jar.",
        failure);
  }

  private static MillraceException told(StandardError code, String message, Exception cause) {
    return new MillraceException(code, message, cause);
  }

  private static String host(String path) {
    URI uri = new Path(path).toUri();
    return uri.getHost() == null ? String.valueOf(uri.getAuthority()) : uri.getHost();
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (@Nullable Throwable t = failure; t != null && chain.size() < 50; t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }

  private static boolean has(List<Throwable> chain, Class<? extends Throwable> type) {
    return chain.stream().anyMatch(type::isInstance);
  }

  /** By its name, for a class that a plugin brings. */
  private static boolean has(List<Throwable> chain, String simpleName) {
    return chain.stream().anyMatch(t -> t.getClass().getSimpleName().equals(simpleName));
  }
}
