package io.millrace.core.wiring;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.ArtifactStore;
import io.millrace.api.store.ArtifactStoreProvider;
import io.millrace.api.tracking.LineageProvider;
import io.millrace.api.tracking.LineageTarget;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.api.tracking.TrackingProvider;
import io.millrace.core.home.Home;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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

  /**
   * Opens what an address names, apart from the home that a platform works in: the packages of a
   * database file lie beside it.
   */
  public static Tracking open(String address, PlatformSettings settings) {
    Path directory =
        file(address)
            .map(file -> requireNonNull(file.toAbsolutePath().getParent(), "a file is no root"))
            .orElse(settings.home().root());
    Home home = new Home(directory);
    ArtifactStore artifacts = artifacts(home.artifacts(), settings.loader());
    return open(
        address,
        new TrackingHome(home.root(), home.database(), artifacts, settings.variables()),
        settings.loader());
  }

  /**
   * Opens what an address names for a platform, whose settings may name somebody to be told of
   * runs.
   *
   * @throws MillraceException INVALID_CALL, if nothing can be told to that address, too
   */
  public static Tracking openTelling(
      String address, PlatformSettings settings, ArtifactStore artifacts) {
    Tracking memory = open(address, settings.trackingHome(artifacts), settings.loader());
    LineageTarget target = settings.lineageOrNull();
    if (target == null) {
      return memory;
    }
    try {
      return lineage(settings).telling(memory, target, settings.variables());
    } catch (MillraceException e) {
      memory.close();
      throw e;
    }
  }

  /**
   * Looks whether those whom the settings name can be told of runs.
   *
   * @throws MillraceException INVALID_CALL, if not
   */
  public static void requireLineage(PlatformSettings settings) {
    LineageTarget target = settings.lineageOrNull();
    if (target != null) {
      lineage(settings).require(target, settings.variables());
    }
  }

  private static LineageProvider lineage(PlatformSettings settings) {
    return ServiceLoader.load(LineageProvider.class, settings.loader())
        .findFirst()
        .orElseThrow(
            () ->
                new MillraceException(
                    StandardError.INTERNAL, "the class path holds nothing that tells of runs"));
  }

  /** The artifact store of a home. */
  static ArtifactStore artifacts(URI root, ClassLoader loader) {
    for (ArtifactStoreProvider provider : ServiceLoader.load(ArtifactStoreProvider.class, loader)) {
      if (provider.accepts(root)) {
        return provider.open(root);
      }
    }
    throw new MillraceException(
        StandardError.INTERNAL, "the class path holds no artifact store for " + root);
  }

  /** The address without user, password and parameters, to be shown. */
  public static String shown(String address) {
    return address.replaceFirst("//[^/?]*@", "//").replaceFirst("\\?.*", "");
  }

  /** Whether the address names a database file that is not there yet. */
  public static boolean isUnmade(String address) {
    return file(address).map(Files::notExists).orElse(false);
  }

  private static Optional<Path> file(String address) {
    if (!address.startsWith(FILE)) {
      return Optional.empty();
    }
    String place = address.substring(FILE.length());
    return Optional.of(place.startsWith("file:") ? Path.of(parse(place)) : Path.of(place));
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
