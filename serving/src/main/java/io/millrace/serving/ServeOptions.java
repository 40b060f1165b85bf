package io.millrace.serving;

import io.millrace.serving.http.AccessLog;
import io.millrace.serving.http.Credentials;
import io.millrace.serving.http.Limits;
import io.millrace.serving.http.ServerSettings;
import io.millrace.serving.http.Tls;
import io.millrace.serving.score.PluginOperators;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What a call of the server says. */
final class ServeOptions {
  static final String HELP =
      """
      Serves model packages over HTTP, without Spark.

        java -jar millrace-serving.jar --package DIR [--package DIR …] [options]
        java -jar millrace-serving.jar --model NAME@alias --tracking URI [options]

      Models
        --package [NAME[:VERSION]=]DIR  a model package; repeat it for more models or versions.
                                        NAME is else that of the package, VERSION the first 12
                                        digits of its hash. Of a model's versions the last one
                                        given answers requests that name none.

        --plugins PATH          a plugin jar, or a directory of them, whose scoring operators may
                                run; repeat it. A package runs the very jar that it was made
                                with, told by its SHA-256
        --trust-package-plugins also runs plugin jars out of packages: then whoever makes a
                                package runs code here

      """
          + RegistryOptions.HELP
          + """

          Address
            --host ADDRESS          127.0.0.1 by default; 0.0.0.0 to be reached from elsewhere
            --port N                8080 by default; 0 for any that is free

          Security
            --api-keys FILE         a key per line, which calls bring as 'X-API-Key: KEY' or
                                    'Authorization: Bearer KEY'; or MILLRACE_SERVING_KEYS in the
                                    environment, separated by commas. Probes need none
            --tls-cert FILE --tls-key FILE
                                    HTTPS with a chain of certificates and a PKCS#8 key, both PEM
            --tls-store FILE        HTTPS with a PKCS#12 store; MILLRACE_TLS_PASSWORD opens it

          Limits
            --max-body MIB          10 by default; beyond it 413
            --max-rows N            10000 a request by default; beyond it 413
            --max-concurrent N      256 requests at a time by default; beyond it 503
            --timeout SECONDS       30 by default, the reading of the body included; beyond it 504
            --idle-timeout SECONDS  60 by default; then a silent connection is closed

          Operation
            --access-log FILE       a line of JSON for each request; '-' is standard output, the
                                    default; 'off' writes none
            --address-file FILE     writes the address there when it is ready, as
                                    http://127.0.0.1:8080: with --port 0, how others find it
            --drain-notice SECONDS  0 by default: how long new connections are still taken after
                                    SIGTERM, while readiness is 503
            --end-with PID          drains and ends when that process is gone, as 'millrace serve'
                                    asks for itself
            --rehearse              starts at any free port, answers golden rows once and ends: for
                                    -XX:ArchiveClassesAtExit=FILE, with which later starts, given
                                    -XX:SharedArchiveFile=FILE, take half the time
            --probe PORT            asks the server at this machine's PORT whether it is ready, and
                                    ends with 0 if it is, else with 1
            --help, --version

          Then: curl localhost:8080/v2/models, and http://localhost:8080/docs to try it.
          """;

  /** Where SageMaker puts a model before it calls an image with the word 'serve'. */
  private static final Path SAGEMAKER_MODEL = Path.of("/opt/ml/model");

  private static final String KEYS = "MILLRACE_SERVING_KEYS";
  private static final String PASSWORD = "MILLRACE_TLS_PASSWORD";

  private static final List<String> OWN_OPTIONS =
      List.of(
          "--package",
          "--plugins",
          "--host",
          "--port",
          "--api-keys",
          "--tls-cert",
          "--tls-key",
          "--tls-store",
          "--max-body",
          "--max-rows",
          "--max-concurrent",
          "--timeout",
          "--idle-timeout",
          "--access-log",
          "--address-file",
          "--drain-notice",
          "--end-with",
          "--probe");
  private static final List<String> OPTIONS =
      Stream.concat(OWN_OPTIONS.stream(), RegistryOptions.NAMES.stream()).toList();
  private static final List<String> FLAGS =
      List.of("--help", "--version", "--trust-package-plugins", "--rehearse");

  private final Arguments arguments;
  private final Map<String, String> environment;
  private final boolean asSageMaker;

  private ServeOptions(Arguments arguments, Map<String, String> environment, boolean asSageMaker) {
    this.arguments = arguments;
    this.environment = environment;
    this.asSageMaker = asSageMaker;
  }

  /** Reads a call; the word {@code serve} may stand before its options. */
  static ServeOptions parse(List<String> words, Map<String, String> environment) {
    boolean serve = !words.isEmpty() && words.get(0).equals("serve");
    Arguments arguments =
        Arguments.parse(serve ? words.subList(1, words.size()) : words, OPTIONS, FLAGS);
    return new ServeOptions(arguments, environment, serve);
  }

  boolean asks(String flag) {
    return arguments.has(flag);
  }

  List<PackageChoice> packages() {
    List<PackageChoice> choices =
        arguments.all("--package").stream().map(PackageChoice::parse).toList();
    if (choices.isEmpty() && asSageMaker) {
      return List.of(new PackageChoice(null, null, SAGEMAKER_MODEL));
    }
    if (choices.isEmpty()) {
      throw Arguments.wrong(
          "Say with --package DIR or --model NAME@alias what to serve; --help tells more.");
    }
    return choices;
  }

  /** The operators of plugins that may run. */
  PluginOperators operators() {
    return PluginOperators.of(
        arguments.all("--plugins").stream().map(Path::of).toList(),
        arguments.has("--trust-package-plugins"));
  }

  /** The process with which the server is to end; 0 if there is none. */
  int endsWith() {
    return arguments.number("--end-with", 0, 1, Integer.MAX_VALUE);
  }

  RegistryOptions registry() {
    return new RegistryOptions(arguments, environment);
  }

  int probedPort() {
    return arguments.number("--probe", 8080, 1, 65_535);
  }

  /** The file that tells when the server is ready, and where. */
  Optional<AddressFile> addressFile() {
    return arguments.all("--address-file").stream()
        .findFirst()
        .map(path -> new AddressFile(Path.of(path)));
  }

  Duration drainNotice() {
    return Duration.ofSeconds(arguments.number("--drain-notice", 0, 0, 20));
  }

  /** How the server listens; opens the access log. */
  ServerSettings settings(String version, OutputStream standardOutput) {
    Limits standard = Limits.standard();
    Limits limits =
        new Limits(
            arguments.number("--max-body", standard.bodyBytes() >> 20, 1, 1024) << 20,
            arguments.number("--max-rows", standard.rows(), 1, 10_000_000),
            arguments.number("--max-concurrent", standard.concurrent(), 1, 100_000),
            Duration.ofSeconds(
                arguments.number("--timeout", (int) standard.requestTime().toSeconds(), 1, 3600)),
            Duration.ofSeconds(
                arguments.number(
                    "--idle-timeout", (int) standard.idleTime().toSeconds(), 1, 86_400)));
    return new ServerSettings(
        asks("--rehearse") ? "127.0.0.1" : arguments.one("--host", "127.0.0.1"),
        asks("--rehearse") ? 0 : arguments.number("--port", 8080, 0, 65_535),
        limits,
        credentials(),
        tls(),
        accessLog(standardOutput),
        version);
  }

  /** What is to be said about the settings before the server starts; null if nothing. */
  static @Nullable String warning(ServerSettings settings) {
    if (settings.credentials().areRequired() || isLoopback("--host", settings.host())) {
      return null;
    }
    return "Whoever reaches %s may ask for predictions: give --api-keys, or --host 127.0.0.1."
        .formatted(settings.host());
  }

  static boolean isLoopback(String option, String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw Arguments.wrong("There is no address '%s' for %s.", host, option);
    }
  }

  private Credentials credentials() {
    String file = arguments.one("--api-keys");
    String keys = environment.get(KEYS);
    if (file != null && keys != null) {
      throw Arguments.wrong("Give keys by --api-keys or by %s, not by both.", KEYS);
    }
    if (file != null) {
      return Credentials.ofFile(Path.of(file));
    }
    return keys == null
        ? Credentials.none()
        : Credentials.of(
            Stream.of(keys.split(",", -1)).map(String::strip).filter(k -> !k.isEmpty()).toList(),
            KEYS);
  }

  private @Nullable SSLContext tls() {
    String chain = arguments.one("--tls-cert");
    String key = arguments.one("--tls-key");
    String store = arguments.one("--tls-store");
    if ((chain == null) != (key == null) || chain != null && store != null) {
      throw Arguments.wrong("TLS takes --tls-cert with --tls-key, or --tls-store alone.");
    }
    if (store != null) {
      String password = environment.get(PASSWORD);
      if (password == null) {
        throw Arguments.wrong("Set %s to the password of %s.", PASSWORD, store);
      }
      return Tls.ofStore(Path.of(store), password.toCharArray());
    }
    return chain == null || key == null ? null : Tls.ofPem(Path.of(chain), Path.of(key));
  }

  private @Nullable AccessLog accessLog(OutputStream standardOutput) {
    String target = arguments.one("--access-log", "-");
    if (target.equals("off")) {
      return null;
    }
    try {
      OutputStream out = target.equals("-") ? standardOutput : new FileOutputStream(target, true);
      return AccessLog.to(new BufferedOutputStream(out, 1 << 16));
    } catch (IOException e) {
      throw Arguments.wrong("The access log %s can't be opened (%s).", target, e);
    }
  }

  /** The names of all options, for the check that the help tells them. */
  static List<String> names() {
    List<String> names = new ArrayList<>(OPTIONS);
    names.addAll(FLAGS);
    return names;
  }
}
