package io.millrace.serving;

import io.millrace.api.error.Blame;
import io.millrace.api.error.MillraceException;
import io.millrace.serving.http.AccessLog;
import io.millrace.serving.http.HttpServer;
import io.millrace.serving.http.ServerSettings;
import io.millrace.serving.log.RequestLog;
import io.millrace.serving.metrics.ServingMetrics;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.FixedModels;
import io.millrace.serving.model.ModelTable;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.rollout.VersionLoader;
import io.millrace.serving.score.PluginOperators;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Serves model packages over HTTP. */
public final class Main {
  /** With the notice before it and the log after it this stays below what SageMaker waits. */
  private static final Duration DRAIN = Duration.ofSeconds(20);

  /** Kept, since a logger that nobody holds forgets its level. */
  private static final List<Logger> LIBRARIES =
      List.of(Logger.getLogger("io.undertow"), Logger.getLogger("org.xnio"));

  /** Fewer than behind an alias, where callers wait for nobody: these delay the start. */
  private static final int WARM_UP_CALLS = 500;

  private Main() {}

  /** Starts a server, which ends on SIGTERM or SIGINT; or ends with an exit code of its own. */
  public static void main(String[] words) {
    quietLibraries();
    try {
      run(ServeOptions.parse(List.of(words), System.getenv()));
    } catch (MillraceException e) {
      System.err.println("[" + e.code().name() + "] " + e.getMessage());
      System.exit(e.code().blame().exitCode());
    } catch (RuntimeException e) {
      e.printStackTrace();
      System.exit(Blame.BUG.exitCode());
    }
  }

  /**
   * The libraries greet at every start, by the first of many logs that they look for. What they
   * register for JMX takes a sixth of a start, and {@code /metrics} tells more.
   */
  private static void quietLibraries() {
    System.setProperty("org.jboss.logging.provider", "jdk");
    System.setProperty("jboss.threads.eqe.disable-mbean", "true");
    // The pool of PostgreSQL's connections logs through this, which else says that it has no log.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    LIBRARIES.forEach(library -> library.setLevel(Level.WARNING));
  }

  private static void run(ServeOptions options) {
    PrintStream out = System.out;
    if (options.asks("--help")) {
      out.print(ServeOptions.HELP);
      return;
    }
    if (options.asks("--version")) {
      out.println(version());
      return;
    }
    if (options.asks("--probe")) {
      System.exit(Probe.exitCode(options.probedPort()));
    }
    FutureTask<ServingMetrics> preparation = prepareBeside();
    ServerSettings settings = options.settings(version(), new FileOutputStream(FileDescriptor.out));
    String warning = ServeOptions.warning(settings);
    if (warning != null) {
      System.err.println(warning);
    }
    ParentWatch parent = ParentWatch.of(options.endsWith());
    PluginOperators operators = options.operators();
    RequestLog log = options.registry().requestLog().map(RequestLog::start).orElse(null);
    RegistryModels registered =
        options.registry().areGiven()
            ? RegistryModels.start(
                options.registry(), operators, settings.tlsOrNull(), prepared(preparation), log)
            : null;
    ModelTable table =
        registered == null
            ? FixedModels.of(load(options.packages(), operators, preparation))
            : registered.table();
    ServingMetrics metrics = prepared(preparation);
    HttpServer server =
        HttpServer.start(settings, table, metrics, listeners(registered, log), List.of());
    if (log != null) {
      log.show(metrics.registry());
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  boolean answered = drain(server, settings, options.drainNotice());
                  closeAll(registered, log);
                  Runtime.getRuntime().halt(answered ? 0 : Blame.OUTSIDE.exitCode());
                }));
    // Only now: what begins before would not be drained.
    parent.whenGone(() -> System.exit(0));
    String address = address(settings, server);
    options.addressFile().ifPresent(file -> file.tell(address));
    out.println(readyLine(address, table) + (registered == null ? "" : registered.line()));
    if (options.asks("--rehearse")) {
      Rehearsal.of(server.port(), table);
      System.exit(0);
    }
  }

  private static List<AnswerListener> listeners(
      @Nullable RegistryModels registered, @Nullable RequestLog log) {
    List<AnswerListener> listeners = new ArrayList<>();
    if (registered != null) {
      listeners.addAll(registered.listeners());
    }
    if (log != null) {
      listeners.add(log);
    }
    return listeners;
  }

  private static void closeAll(@Nullable RegistryModels registered, @Nullable RequestLog log) {
    if (registered != null) {
      registered.close();
    }
    if (log != null) {
      log.close();
    }
  }

  /** Meters and server load their classes while this thread loads models. */
  private static FutureTask<ServingMetrics> prepareBeside() {
    FutureTask<ServingMetrics> metrics = new FutureTask<>(ServingMetrics::new);
    Thread thread =
        new Thread(
            () -> {
              metrics.run();
              HttpServer.prepare();
            },
            "start");
    thread.setDaemon(true);
    thread.start();
    return metrics;
  }

  private static ServingMetrics prepared(FutureTask<ServingMetrics> preparation) {
    try {
      return preparation.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("the meters can't be made", e);
    }
  }

  private static List<ServedModel> load(
      List<PackageChoice> choices,
      PluginOperators operators,
      FutureTask<ServingMetrics> preparation) {
    VersionLoader loader = new VersionLoader(operators, WARM_UP_CALLS);
    List<ServedModel> models = new ArrayList<>();
    for (PackageChoice choice : choices) {
      long begun = System.nanoTime();
      ServedModel model = choice.load(loader);
      prepared(preparation).loaded(model, (System.nanoTime() - begun) / 1e9);
      models.add(model);
    }
    return models;
  }

  private static String address(ServerSettings settings, HttpServer server) {
    String scheme = settings.tlsOrNull() == null ? "http" : "https";
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return "%s://%s:%d".formatted(scheme, host, server.port());
  }

  private static String readyLine(String address, ModelTable table) {
    return table.models().stream()
        .map(model -> model.name() + " " + model.version())
        .collect(Collectors.joining(", ", "Ready at " + address + ": ", ""));
  }

  /** What is running is answered. */
  private static boolean drain(HttpServer server, ServerSettings settings, Duration notice) {
    boolean answered = server.drain(notice, DRAIN);
    server.close();
    AccessLog log = settings.accessLogOrNull();
    if (log != null) {
      log.close();
    }
    return answered;
  }

  private static String version() {
    return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "dev");
  }
}
