package io.millrace.tracking.mlflow.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.api.error.MillraceException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An MLflow server, by its REST interface 2.0. Every call waits for the server as {@link Patience}
 * says and throws {@link MillraceException} with a {@link MlflowError}. Thread-safe.
 */
public final class MlflowClient {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
  private static final int OLDEST_MAJOR = 2;
  private static final int OLDEST_MINOR = 9;

  /** MLflow's own threshold is 500 MB; below 100 MB parts gain nothing. */
  private static final long SMALLEST_MULTIPART = 100L << 20;

  private static final int PART = 10 << 20;

  private final ServerAddress server;
  private final Channel channel;
  private final MultipartUpload multipart;
  private final PageTokens tokens = new PageTokens();

  /** For a server; nothing is sent yet. */
  public MlflowClient(ServerAddress server, Patience patience) {
    this(server, patience, SMALLEST_MULTIPART, PART);
  }

  /** With sizes of a test. */
  MlflowClient(ServerAddress server, Patience patience, long smallestMultipart, int part) {
    this.server = server;
    this.channel = new Channel(server, patience);
    this.multipart = new MultipartUpload(channel, patience, smallestMultipart, part);
  }

  /** The server. */
  public ServerAddress server() {
    return server;
  }

  /**
   * Finds out whether this server can be worked with.
   *
   * @throws MillraceException MLFLOW_UNREACHABLE, MLFLOW_DENIED, or MLFLOW_UNFIT if it is no MLflow
   *     or one before 2.9
   */
  public void check() {
    experiments().probe();
    String version = version();
    Matcher matcher = VERSION.matcher(version);
    if (matcher.matches()) {
      int major = Integer.parseInt(matcher.group(1));
      int minor = Integer.parseInt(matcher.group(2));
      if (major < OLDEST_MAJOR || major == OLDEST_MAJOR && minor < OLDEST_MINOR) {
        throw new MillraceException(
            MlflowError.MLFLOW_UNFIT,
            "The MLflow server at %s has version %s, and Millrace needs %d.%d or newer; update the server."
                .formatted(server.shown(), version, OLDEST_MAJOR, OLDEST_MINOR));
      }
    }
  }

  /**
   * As {@code 3.17.2}; empty if the server does not tell, as behind some gateways.
   *
   * @throws MillraceException MLFLOW_UNREACHABLE
   */
  public String version() {
    try {
      Request request = Request.get("/version", "asking for its version");
      return new String(channel.bytes(request), UTF_8).strip();
    } catch (MillraceException e) {
      if (e.code() == MlflowError.MLFLOW_UNREACHABLE) {
        throw e;
      }
      return "";
    }
  }

  /** Experiments. */
  public Experiments experiments() {
    return new Experiments(channel);
  }

  /** Runs. */
  public Runs runs() {
    return new Runs(channel, tokens);
  }

  /** Models beside runs. */
  public LoggedModels loggedModels() {
    return new LoggedModels(channel);
  }

  /** Names with versions. */
  public RegisteredModels registeredModels() {
    return new RegisteredModels(channel);
  }

  /**
   * The files at an address that the server gave.
   *
   * @throws MillraceException MLFLOW_UNFIT, if they can't be reached from here
   */
  public Artifacts artifacts(String uri) {
    if (uri.startsWith("mlflow-artifacts:")) {
      String path = URI.create(uri).getPath();
      return new ProxiedArtifacts(channel, multipart, path.replaceAll("^/+|/+$", ""));
    }
    if (uri.startsWith("/") || uri.startsWith("file:")) {
      return new LocalArtifacts(reachable(uri));
    }
    throw new MillraceException(
        MlflowError.MLFLOW_UNFIT,
        "The MLflow server at %s keeps its files at %s, which Millrace does not reach; start it with --artifacts-destination in place of --default-artifact-root, so that it hands them through."
            .formatted(server.shown(), uri.replaceAll("//[^/@]*@", "//")));
  }

  /** A directory of the server's machine is only of use if it is here too. */
  private Path reachable(String uri) {
    Path path =
        (uri.startsWith("/") ? Path.of(uri) : Path.of(URI.create(uri).getPath())).normalize();
    // ROOT/EXPERIMENT/RUN/artifacts: the server makes what is below ROOT when it is needed.
    Path root = path;
    for (int up = 0; up < 4 && root.getParent() != null && !Files.isDirectory(root); up++) {
      root = root.getParent();
    }
    if (!Files.isDirectory(root) || root.getParent() == null || !Files.isWritable(root)) {
      throw new MillraceException(
          MlflowError.MLFLOW_UNFIT,
          "The MLflow server at %s keeps its files in %s, which is not on this machine; start it with --artifacts-destination in place of --default-artifact-root, so that it hands them through."
              .formatted(server.shown(), path));
    }
    return path;
  }
}
