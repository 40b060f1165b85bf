package io.millrace.core.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.millrace.api.store.ArtifactStore;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.home.Home;
import io.millrace.core.plugin.DiscoveredStages;
import io.millrace.core.plugin.StageDiscovery;
import io.millrace.core.secret.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Binds the platform's parts: each is found or opened when something first asks for it, so that a
 * command pays for no more than it uses.
 */
public final class PlatformModule extends AbstractModule {
  private final PlatformSettings settings;

  /** For one platform. */
  public PlatformModule(PlatformSettings settings) {
    this.settings = settings;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireExactBindingAnnotations();
    binder().requireAtInjectOnConstructors();
    binder().disableCircularProxies();
    bind(PlatformSettings.class).toInstance(settings);
    bind(Home.class).toInstance(settings.home());
  }

  @Provides
  @Singleton
  DiscoveredStages stages() {
    Path home = settings.home().plugins();
    List<Path> homes = Files.isDirectory(home) ? List.of(home) : List.of();
    return StageDiscovery.inOrder(
        settings.loader(), List.of(settings.plugins(), settings.packagePlugins(), homes));
  }

  @Provides
  StageCatalog catalog(DiscoveredStages stages) {
    return stages.catalog();
  }

  @Provides
  @Singleton
  World<?> world(DiscoveredStages stages) {
    return World.onClassPath(settings.loader(), stages.classLoader());
  }

  @Provides
  @Singleton
  Secrets secrets() {
    return Secrets.of(settings.variables(), settings.home().secrets());
  }

  @Provides
  @Singleton
  ArtifactStore artifacts() {
    return TrackingAddress.artifacts(settings.home().artifacts(), settings.loader());
  }

  @Provides
  @Singleton
  Tracking tracking(ArtifactStore artifacts) {
    String address = settings.trackingOrNull();
    return TrackingAddress.openTelling(
        address != null ? address : settings.home().tracking().toString(), settings, artifacts);
  }
}
