package io.millrace.serving;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.api.tracking.TrackingProvider;
import io.millrace.serving.log.LogSettings;
import io.millrace.serving.rollout.AdminServer;
import io.millrace.serving.rollout.ArtifactDirectory;
import io.millrace.serving.rollout.PollPace;
import io.millrace.serving.rollout.RegistrySource;
import io.millrace.serving.rollout.RoutePlan;
import io.millrace.serving.rollout.RoutePlans;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What a call says about the models of a registry, their routes, and the request log. */
final class RegistryOptions {
  static final String HELP =
      """
      Models of a registry
        --model NAME@alias      a registered model; when the alias moves, the server follows.
                                NAME:VERSION stays. Repeat it for more models
        --tracking URI          the registry, as sqlite:/home/ada/.millrace/tracking.db or
                                jdbc:postgresql://HOST/DATABASE; or MILLRACE_TRACKING in the
                                environment, which no list of processes shows
        --artifacts DIR         where its packages lie: the directory of the database by default.
                                Of a registry on another machine: where they are kept meanwhile,
                                a temporary directory by default
        --poll SECONDS          5 by default: how often the registry is asked
        --route NAME:TARGET=WEIGHT,TARGET=WEIGHT
                                instead of --model: shares requests out; a TARGET is an alias or
                                a version
        --sticky NAME:header:X  keeps callers with one value of a header (or NAME:column:C, of a
                                column of the row) on one route
        --shadow NAME:TARGET    also predicts what is asked, and counts what differs
        --canary NAME:TARGET[,weight=5,bake=600,window=300,errors=0.01,p99=1.5,shift=0.2,requests=100,
                                promote=false]
                                tries a version beside the route, and ends that by itself
        --admin-token FILE      a token for admin calls; or MILLRACE_ADMIN_TOKEN in the
                                environment. Without one there are none
        --admin-host ADDRESS    127.0.0.1 by default; any other needs TLS, which is the server's
        --admin-port N          8081 by default; 0 for any that is free

      Request log
        --request-log DIR       writes rows and predictions to segments in a directory
        --request-log-mib N     64 by default: a segment is closed at this size
        --request-log-seconds N 300 by default: and at this age
      """;

  static final List<String> NAMES =
      List.of(
          "--model",
          "--tracking",
          "--artifacts",
          "--poll",
          "--route",
          "--sticky",
          "--shadow",
          "--canary",
          "--admin-token",
          "--admin-host",
          "--admin-port",
          "--request-log",
          "--request-log-mib",
          "--request-log-seconds");

  private static final String TRACKING = "MILLRACE_TRACKING";
  private static final String TOKEN = "MILLRACE_ADMIN_TOKEN";

  private final Arguments arguments;
  private final Map<String, String> environment;

  RegistryOptions(Arguments arguments, Map<String, String> environment) {
    this.arguments = arguments;
    this.environment = environment;
  }

  /** Whether models of a registry are to be served, and no packages from directories. */
  boolean areGiven() {
    boolean given = arguments.has("--model") || arguments.has("--route");
    if (given && arguments.has("--package")) {
      throw Arguments.wrong("Serve models by --package, or by --model and --route, not by both.");
    }
    for (String name : NAMES.subList(1, NAMES.indexOf("--request-log"))) {
      if (!given && arguments.has(name)) {
        throw Arguments.wrong("The option %s needs --model or --route.", name);
      }
    }
    return given;
  }

  List<RoutePlan> plans() {
    return RoutePlans.parse(
        arguments.all("--model"),
        arguments.all("--route"),
        arguments.all("--sticky"),
        arguments.all("--shadow"),
        arguments.all("--canary"));
  }

  RegistrySource source() {
    String address = arguments.one("--tracking");
    if (address == null) {
      address = environment.get(TRACKING);
    }
    if (address == null) {
      throw Arguments.wrong(
          "Say with --tracking URI, or in %s, where the models are registered.", TRACKING);
    }
    Path home = home(address);
    return RegistrySource.at(
        address,
        new TrackingHome(
            home,
            home.resolve("tracking.db"),
            new ArtifactDirectory(home),
            name -> Optional.ofNullable(environment.get(name))),
        ServiceLoader.load(TrackingProvider.class));
  }

  /** Where packages lie, or, of a registry on another machine, are kept meanwhile. */
  private Path home(String address) {
    String given = arguments.one("--artifacts");
    if (given != null) {
      return Path.of(given).toAbsolutePath();
    }
    if (!address.startsWith("sqlite:")) {
      return temporary();
    }
    String place = address.substring("sqlite:".length());
    Path file = place.startsWith("file:") ? Path.of(URI.create(place)) : Path.of(place);
    return requireNonNull(file.toAbsolutePath().getParent(), "a database is no root");
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("millrace-packages");
    } catch (IOException e) {
      throw Arguments.wrong(
          "Packages can't be kept in a temporary directory (%s); say with --artifacts DIR where.",
          e);
    }
  }

  PollPace pace() {
    Duration interval = Duration.ofSeconds(arguments.number("--poll", 5, 1, 3_600));
    Duration longest = PollPace.standard().longest();
    return new PollPace(interval, interval.compareTo(longest) > 0 ? interval : longest);
  }

  /**
   * None, if there is no token.
   *
   * @param tls the server's own; admin calls are encrypted as others are
   */
  Optional<AdminServer.Settings> admin(@Nullable SSLContext tls) {
    String token = token();
    if (token == null) {
      if (arguments.has("--admin-port") || arguments.has("--admin-host")) {
        throw Arguments.wrong("Admin calls need a token: give --admin-token FILE or %s.", TOKEN);
      }
      return Optional.empty();
    }
    String host = arguments.one("--admin-host", "127.0.0.1");
    if (tls == null && !ServeOptions.isLoopback("--admin-host", host)) {
      throw Arguments.wrong(
          "Admin calls at %s would send their token in the clear: give --tls-cert and --tls-key, or --admin-host 127.0.0.1.",
          host);
    }
    return Optional.of(
        new AdminServer.Settings(
            host, arguments.number("--admin-port", 8081, 0, 65_535), token, tls));
  }

  private @Nullable String token() throws MillraceException {
    String file = arguments.one("--admin-token");
    if (file == null) {
      return environment.get(TOKEN);
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw Arguments.wrong("The admin token %s can't be read (%s).", file, e);
    }
  }

  /** None, if requests are not logged. */
  Optional<LogSettings> requestLog() {
    String directory = arguments.one("--request-log");
    if (directory == null) {
      return Optional.empty();
    }
    LogSettings standard = LogSettings.in(Path.of(directory));
    return Optional.of(
        new LogSettings(
            standard.directory(),
            standard.capacity(),
            (long) arguments.number("--request-log-mib", 64, 1, 1_024) << 20,
            Duration.ofSeconds(arguments.number("--request-log-seconds", 300, 1, 86_400)),
            standard.syncEvery()));
  }
}
