package io.millrace.core.wiring;

import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Provider;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import io.millrace.api.error.MillraceException;
import io.millrace.api.store.ArtifactStore;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.plugin.DiscoveredStages;
import io.millrace.core.secret.Secrets;
import java.util.function.Supplier;

/** What Guice brings together for a platform; opened parts come when they are first asked for. */
public final class PlatformParts {
  private final PlatformSettings settings;
  private final World<?> world;
  private final DiscoveredStages stages;
  private final Supplier<Tracking> tracking;
  private final Supplier<ArtifactStore> artifacts;
  private final Supplier<Secrets> secrets;

  @Inject
  PlatformParts(
      PlatformSettings settings,
      World<?> world,
      DiscoveredStages stages,
      Provider<Tracking> tracking,
      Provider<ArtifactStore> artifacts,
      Provider<Secrets> secrets) {
    this.settings = settings;
    this.world = world;
    this.stages = stages;
    this.tracking = unwrapping(tracking);
    this.artifacts = unwrapping(artifacts);
    this.secrets = unwrapping(secrets);
  }

  /**
   * The parts that the class path and the settings give.
   *
   * @throws MillraceException if a part can't be made
   */
  public static PlatformParts of(PlatformSettings settings) {
    return unwrapping(
            () ->
                Guice.createInjector(
                        Stage.DEVELOPMENT,
                        new PlatformModule(settings),
                        binder -> binder.bind(PlatformParts.class))
                    .getInstance(PlatformParts.class))
        .get();
  }

  /** How the platform was opened. */
  public PlatformSettings settings() {
    return settings;
  }

  /** The engine and the feature store. */
  public World<?> world() {
    return world;
  }

  /** The stages. */
  public DiscoveredStages stages() {
    return stages;
  }

  /** Runs, models and the journal. */
  public Supplier<Tracking> tracking() {
    return tracking;
  }

  /** Where kept outputs and packages lie. */
  public Supplier<ArtifactStore> artifacts() {
    return artifacts;
  }

  /** Where secrets come from. */
  public Supplier<Secrets> secrets() {
    return secrets;
  }

  /** Guice wraps what a provider throws; users are told what was thrown. */
  private static <T> Supplier<T> unwrapping(Provider<T> provider) {
    return () -> {
      try {
        return provider.get();
      } catch (ProvisionException e) {
        if (e.getCause() instanceof MillraceException known) {
          throw known;
        }
        throw e;
      }
    };
  }
}
