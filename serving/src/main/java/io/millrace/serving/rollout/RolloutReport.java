package io.millrace.serving.rollout;

import io.millrace.serving.metrics.ServingMetrics;
import io.millrace.serving.model.ServedModel;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells what happens to versions: a line each for people, and meters for Prometheus. */
public final class RolloutReport implements RolloutListener {
  private final ServingMetrics metrics;
  private final PrintStream lines;
  private final Counter swaps;
  private final Counter rollbacks;
  private final Counter letGo;
  private final Gauge registryUp;

  /**
   * A report.
   *
   * @param lines where the lines go, as standard error
   */
  public RolloutReport(ServingMetrics metrics, PrintStream lines) {
    this.metrics = metrics;
    this.lines = lines;
    swaps =
        counter(
            "millrace_swaps_total",
            "Versions that were to answer, by whether they were published or refused",
            "model",
            "target",
            "outcome");
    rollbacks =
        counter("millrace_rollbacks_total", "Times that a model went back to before", "model");
    letGo = counter("millrace_versions_let_go_total", "Versions that nobody used", "model");
    registryUp =
        Gauge.builder()
            .name("millrace_registry_up")
            .help("1 if the registry answered the last time, else 0")
            .register(metrics.registry());
    registryUp.set(1);
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(metrics.registry());
  }

  private void line(String format, Object... values) {
    lines.println(Instant.now() + " " + String.format(Locale.ROOT, format, values));
  }

  @Override
  public void loaded(ServedModel model, double seconds) {
    metrics.loaded(model, seconds);
    line("Version %s of '%s' is ready after %.3f s.", model.version(), model.name(), seconds);
  }

  @Override
  public void pointed(String model, String target, @Nullable String from, String to) {
    swaps.labelValues(model, target, "published").inc();
    line("'%s' of '%s' is version %s%s.", target, model, to, from == null ? "" : ", after " + from);
  }

  @Override
  public void refused(String model, String target, String version, String reason) {
    swaps.labelValues(model, target, "refused").inc();
    line("'%s' of '%s' stays as it is: %s", target, model, reason);
  }

  @Override
  public void registryFailed(String model, String reason) {
    registryUp.set(0);
    line("The registry does not answer; what is loaded goes on serving: %s", reason);
  }

  @Override
  public void registryRecovered() {
    registryUp.set(1);
    line("The registry answers again.");
  }

  @Override
  public void canary(String model, CanaryRun run) {
    line(
        "The canary '%s' of '%s', version %s: %s. %s",
        run.canary(),
        model,
        run.version(),
        run.phase().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        run.reason());
  }

  @Override
  public void rolledBack(String model, String reason) {
    rollbacks.labelValues(model).inc();
    line("'%s' was rolled back: %s", model, reason);
  }

  @Override
  public void letGo(ServedModel model) {
    metrics.forget(model);
    letGo.labelValues(model.name()).inc();
    line("Version %s of '%s' is let go.", model.version(), model.name());
  }
}
