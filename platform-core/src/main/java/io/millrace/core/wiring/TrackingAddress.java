package io.millrace.core.wiring;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.api.tracking.TrackingProvider;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** Where runs and models are remembered. */
public final class TrackingAddress {
  private static final String FILE = "sqlite:";
  private static final String MEMORY = "memory:";

  private TrackingAddress() {}

  /**
   * Opens what an address names.
   *
   * @param home what back ends find on this machine
   * @param loader sees the providers
   * @throws MillraceException INVALID_CALL, if no provider serves such an address; what opening
   *     throws
   */
  public static Tracking open(String address, TrackingHome home, ClassLoader loader) {
    URI uri = parse(address);
    for (TrackingProvider provider : ServiceLoader.load(TrackingProvider.class, loader)) {
      if (provider.accepts(uri)) {
        return provider.open(uri, home);
      }
    }
    // Not the whole address: it may hold a password.
    throw invalid(
        uri.getScheme() == null
            ? "the tracking address has no scheme"
            : "no tracking is known for addresses that begin with '%s:'"
                .formatted(uri.getScheme()));
  }

  /** Whether the address names a database file that is not there yet. */
  public static boolean isUnmade(String address) {
    if (!address.startsWith(FILE)) {
      return false;
    }
    String place = address.substring(FILE.length());
    Path file = place.startsWith("file:") ? Path.of(parse(place)) : Path.of(place);
    return Files.notExists(file);
  }

  /** Whether what is recorded there ends with the process. */
  public static boolean isMemory(String address) {
    return address.equals(MEMORY) || address.equals(MEMORY + "/");
  }

  private static URI parse(String address) {
    try {
      // A scheme alone is no URI.
      return URI.create(address.equals(MEMORY) ? MEMORY + "/" : address);
    } catch (IllegalArgumentException e) {
      // Without the cause, which quotes the address: it may hold a password.
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "the tracking address is no URI; in a user, a password or a name, write blanks and any of"
              + " \" # % / : < > ? @ [ ] ^ ` { | } as % and two hexadecimal digits");
    }
  }

  private static MillraceException invalid(String what) {
    return new MillraceException(
        StandardError.INVALID_CALL,
        what
            + "; write sqlite:/PATH, jdbc:postgresql://HOST/DATABASE, mlflow:http://HOST:PORT or"
            + " memory:, or leave tracking out for the home's own database");
  }
}
