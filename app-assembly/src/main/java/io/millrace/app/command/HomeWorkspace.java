package io.millrace.app.command;

import io.millrace.api.store.FeatureStore;
import io.millrace.api.tracking.Tracking;
import io.millrace.console.web.Workspace;
import io.millrace.core.Platform;
import io.millrace.core.wiring.TrackingAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** What a call's home holds, for the console. */
final class HomeWorkspace implements Workspace, AutoCloseable {
  private final CommandContext context;
  private final Platform<?> platform;

  HomeWorkspace(CommandContext context) {
    this.context = context;
    this.platform = Platform.open(context.settings());
  }

  @Override
  public Optional<Tracking> tracking() {
    return context.hasHistory() ? Optional.of(platform.tracking()) : Optional.empty();
  }

  @Override
  public FeatureStore<?> features() {
    return platform.features();
  }

  @Override
  public Path runs() {
    return context.home().runs();
  }

  @Override
  public String user() {
    return context.settings().user();
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  /** Where runs are recorded, without secrets. */
  String place() {
    String address = context.trackingOrNull();
    return TrackingAddress.shown(address == null ? context.home().tracking().toString() : address);
  }

  @Override
  public void close() {
    platform.close();
  }
}
