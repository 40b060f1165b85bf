package io.millrace.testkit.spark.plugin;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A Spark cluster of separate JVMs, one master and one worker, made of the jars on the test's class
 * path. As in a real one, its machines hold Spark and nothing of the platform.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final String OURS =
      "(platform|model-package|spark-api|engine-spark|stages|adapters).*";

  private final String master;
  private final Path jars;
  private final List<JavaProcess> processes = new ArrayList<>();

  private StandaloneCluster(String master, Path jars) {
    this.master = master;
    this.jars = jars;
  }

  /** Starts one with its files below {@code directory}; ready when this returns. */
  static StandaloneCluster start(Path directory) throws IOException, InterruptedException {
    Path jars = Files.createDirectories(directory.resolve("spark/jars"));
    for (Path jar : classPath().filter(p -> !Files.isDirectory(p)).toList()) {
      if (!jar.getFileName().toString().matches(OURS)) {
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toAbsolutePath());
      }
    }
    int port = freePort();
    StandaloneCluster cluster = new StandaloneCluster("spark://127.0.0.1:" + port, jars);
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME", directory.resolve("spark").toAbsolutePath().toString(),
            // Without it executors look for a build of Spark to tell which Scala it has.
            "SPARK_SCALA_VERSION", "2.13",
            "SPARK_LOCAL_IP", "127.0.0.1");
    cluster.add(environment, master(port), "New state: ALIVE");
    cluster.add(environment, worker(directory, cluster.master), "registered with master");
    return cluster;
  }

  /** The address, as {@code spark://127.0.0.1:7077}. */
  String master() {
    return master;
  }

  /**
   * The platform's classes as a jar, for {@code spark.jars}: what the job's own jar is elsewhere.
   */
  static Path jobJar(Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String module : List.of("platform-api", "spark-api", "engine-spark")) {
        Path classes = Path.of("..", module, "target", "classes");
        try (Stream<Path> files = Files.walk(classes)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            zip.putNextEntry(new ZipEntry(module(classes, file)));
            Files.copy(file, zip);
          }
        }
      }
    }
    return jar;
  }

  private static String module(Path classes, Path file) {
    return classes.relativize(file).toString().replace('\\', '/');
  }

  private void add(Map<String, String> environment, List<String> arguments, String sign)
      throws IOException, InterruptedException {
    JavaProcess process = JavaProcess.start(jars + "/*", environment, "-Xmx512m", arguments);
    processes.add(process);
    process.awaitLine(sign);
  }

  private static List<String> master(int port) throws IOException {
    return List.of(
        "-Dspark.master.rest.enabled=false",
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        String.valueOf(port),
        "--webui-port",
        String.valueOf(freePort()));
  }

  private static List<String> worker(Path directory, String master) throws IOException {
    return List.of(
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        "127.0.0.1",
        "--cores",
        "2",
        "--memory",
        "2g",
        "--webui-port",
        String.valueOf(freePort()),
        "--work-dir",
        directory.resolve("work").toString(),
        master);
  }

  private static Stream<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::exists)
        .distinct();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).close();
    }
    // JUnit would warn of each link that leads out of its directory.
    try (Stream<Path> links = Files.list(jars)) {
      for (Path link : links.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }
}
