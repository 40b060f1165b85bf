package io.millrace.serving;

import io.millrace.serving.log.RequestLog;
import io.millrace.serving.metrics.ServingMetrics;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.ModelTable;
import io.millrace.serving.rollout.AdminServer;
import io.millrace.serving.rollout.RegistryWatch;
import io.millrace.serving.rollout.Rollout;
import io.millrace.serving.rollout.RolloutReport;
import io.millrace.serving.rollout.Shadow;
import io.millrace.serving.rollout.VersionLoader;
import io.millrace.serving.score.PluginOperators;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The models of a registry, with all that follows, watches and changes them. */
final class RegistryModels implements AutoCloseable {
  /** So that the first callers do not wait for the compiler. */
  private static final int WARM_UP_CALLS = 2_000;

  private static final int SHADOW_CAPACITY = 1_000;

  private final Rollout rollout;
  private final Shadow shadow;
  private final RegistryWatch watch;
  private final @Nullable AdminServer admin;

  private RegistryModels(
      Rollout rollout, Shadow shadow, RegistryWatch watch, @Nullable AdminServer admin) {
    this.rollout = rollout;
    this.shadow = shadow;
    this.watch = watch;
    this.admin = admin;
  }

  /** Loads what is to be served, and begins to follow the registry. */
  static RegistryModels start(
      RegistryOptions options,
      PluginOperators operators,
      @Nullable SSLContext tls,
      ServingMetrics metrics,
      @Nullable RequestLog log) {
    Rollout rollout =
        new Rollout(
            options.source(),
            new VersionLoader(operators, WARM_UP_CALLS),
            new RolloutReport(metrics, System.err),
            InstantSource.system());
    options.plans().forEach(rollout::start);
    Shadow shadow = new Shadow(rollout, SHADOW_CAPACITY, 1);
    shadow.show(metrics.registry());
    AdminServer admin =
        options
            .admin(tls)
            .map(settings -> AdminServer.start(settings, rollout, shadow, log))
            .orElse(null);
    return new RegistryModels(rollout, shadow, RegistryWatch.start(rollout, options.pace()), admin);
  }

  ModelTable table() {
    return rollout;
  }

  /** Who has to be told of each answer. */
  List<AnswerListener> listeners() {
    return List.of(rollout.meter(), shadow);
  }

  /** What is told once the server is ready; empty if there is nothing. */
  String line() {
    return admin == null ? "" : "; admin calls at port " + admin.port();
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close();
    }
    watch.close();
    shadow.close();
  }
}
