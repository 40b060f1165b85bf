package io.millrace.serving.rollout;

import static io.millrace.api.error.StandardError.DATABASE_FAILED;
import static io.millrace.api.error.StandardError.INVALID_CALL;
import static io.millrace.api.error.StandardError.NOT_FOUND;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.api.tracking.TrackingProvider;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The versions of a model registry. It is opened for each look and closed after it, so that a
 * registry that was gone, moved or restored is found again without a restart, and no lock stays
 * behind.
 */
public final class RegistrySource implements VersionSource {
  private static final String FILE = "sqlite:";
  private static final String FORMS =
      "; write --tracking sqlite:/PATH, jdbc:postgresql://HOST/DATABASE or mlflow:http://HOST:PORT.";

  private final TrackingProvider provider;
  private final URI address;
  private final TrackingHome home;

  private RegistrySource(TrackingProvider provider, URI address, TrackingHome home) {
    this.provider = provider;
    this.address = address;
    this.home = home;
  }

  /**
   * The registry at an address.
   *
   * @param address as {@code sqlite:/home/ada/.millrace/tracking.db}
   * @param home what its back end finds on this machine
   * @param providers those that are there
   * @throws MillraceException INVALID_CALL, if none serves such an address
   */
  public static RegistrySource at(
      String address, TrackingHome home, Iterable<TrackingProvider> providers) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      // Without the cause, which quotes the address: it may hold a password.
      throw new MillraceException(INVALID_CALL, "The tracking address is no URI" + FORMS);
    }
    for (TrackingProvider provider : providers) {
      if (provider.accepts(uri)) {
        return new RegistrySource(provider, uri, home);
      }
    }
    // Not the whole address: it may hold a password.
    throw new MillraceException(
        INVALID_CALL,
        "No tracking is known for addresses that begin with '%s:'".formatted(uri.getScheme())
            + FORMS);
  }

  @Override
  public Map<String, Version> versions(String model, List<String> targets) {
    return inRegistry(
        registry -> {
          Map<String, Version> found = new HashMap<>();
          for (String target : targets) {
            version(registry, model, target)
                .ifPresent(
                    v -> found.put(target, new Version(model, v.version(), v.packageHash())));
          }
          return found;
        });
  }

  private static Optional<ModelVersion> version(
      ModelRegistry registry, String model, String target) {
    if (!target.matches("[0-9]+")) {
      return registry.alias(model, target);
    }
    return target.length() > 9
        ? Optional.empty()
        : registry.version(model, Integer.parseInt(target));
  }

  @Override
  public Path open(Version version) {
    return inRegistry(
        registry ->
            registry.open(
                registry
                    .version(version.model(), version.number())
                    .orElseThrow(
                        () ->
                            new MillraceException(
                                NOT_FOUND,
                                "The registry has no version '%d' of a model '%s'."
                                    .formatted(version.number(), version.model())))));
  }

  private <T> T inRegistry(Function<ModelRegistry, T> look) {
    requireThere();
    try (Tracking tracking = provider.open(address, home)) {
      return look.apply(tracking.models());
    } catch (MillraceException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new MillraceException(
          StandardError.DATABASE_FAILED, "The registry can't be read: %s.".formatted(e), e);
    }
  }

  /** Opening would make an empty database where one was, and a server writes none. */
  private void requireThere() {
    String text = address.toString();
    if (text.startsWith(FILE)) {
      String place = text.substring(FILE.length());
      Path file = Path.of(URI.create(place.startsWith("file:") ? place : "file:" + place));
      if (Files.notExists(file)) {
        throw new MillraceException(
            DATABASE_FAILED, "The registry %s is not there.".formatted(file.normalize()));
      }
    }
  }
}
