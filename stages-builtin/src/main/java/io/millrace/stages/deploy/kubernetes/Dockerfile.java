package io.millrace.stages.deploy.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The image of a server with one model. Classes are archived while it is built, by a server that
 * answers the model's golden rows: a package that fails them makes no image.
 */
final class Dockerfile {
  /** A user that no image knows, with no rights anywhere. */
  static final int USER = 65_532;

  static final String JAR = "millrace-serving.jar";
  static final String MODEL = "model";
  static final String PLUGINS = "plugins";

  private static final String ROOT = "/opt/millrace";

  /** What the server's jar needs of the JDK, as jdeps tells, without AWT; TLS needs the curves. */
  private static final String MODULES =
      "java.base,java.logging,java.management,java.naming,java.security.jgss,java.security.sasl,"
          + "java.sql,jdk.crypto.ec,jdk.unsupported";

  /** As `millrace serve` has them: a small process that is not slower for it. */
  private static final List<String> JVM =
      List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmn16m", "-XX:MaxRAMPercentage=50", "-Xss512k");

  private static final String ARCHIVE = ROOT + "/classes.jsa";

  private final Release release;
  private final KubernetesOptions options;

  private Dockerfile(Release release) {
    this.release = release;
    this.options = release.options();
  }

  static String of(Release release) {
    return new Dockerfile(release).text();
  }

  /** What the server is told: which model, and to be reached from outside. */
  static List<String> arguments(Release release) {
    KubernetesOptions options = release.options();
    List<String> arguments =
        new ArrayList<>(List.of("--package", options.model() + "=" + ROOT + "/" + MODEL));
    if (!release.plugins().isEmpty()) {
      arguments.addAll(List.of("--plugins", ROOT + "/" + PLUGINS));
    }
    arguments.addAll(
        List.of(
            "--host",
            "0.0.0.0",
            "--port",
            Integer.toString(options.port()),
            "--drain-notice",
            "5"));
    return arguments;
  }

  private String text() {
    return Stream.of(about(), build(), image())
        .map(lines -> String.join("\n", lines))
        .collect(Collectors.joining("\n\n", "", "\n"));
  }

  private List<String> about() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# A server of %s, version %s. Build it in this directory:"
            .formatted(options.model(), release.version()));
    lines.add("#   docker build -t %s .".formatted(release.image()));
    if (!release.plugins().isEmpty()) {
      lines.add(
          "# It runs the operators of these plugins, which the model was made with (SHA-256):");
      release.plugins().forEach(plugin -> lines.add(comment(plugin)));
    }
    return lines;
  }

  /** A name with a line feed must not begin an instruction. */
  private static String comment(Release.Plugin plugin) {
    return "#   %s  %s".formatted(plugin.hash(), plugin.name().replaceAll("\\p{Cntrl}", "?"));
  }

  private List<String> build() {
    List<String> lines = new ArrayList<>();
    if (options.jreImage() != null) {
      lines.add("FROM %s AS build".formatted(options.jreImage()));
    } else {
      lines.add("FROM %s AS build".formatted(options.jdkImage()));
      lines.add(
          run(
              "jlink",
              "--add-modules",
              MODULES,
              "--strip-java-debug-attributes",
              "--no-header-files",
              "--no-man-pages",
              "--output",
              ROOT + "/jre"));
      lines.add(run(java(), "-Xshare:dump"));
    }
    lines.add("COPY %s %s/".formatted(JAR, ROOT));
    lines.add("COPY %s %s/%s".formatted(MODEL, ROOT, MODEL));
    if (!release.plugins().isEmpty()) {
      lines.add("COPY %s %s/%s".formatted(PLUGINS, ROOT, PLUGINS));
    }
    // The server's user is not the owner of what it reads.
    lines.add(run("chmod", "-R", "a+rX", ROOT));
    lines.add(
        "RUN "
            + words(
                Stream.of(
                        Stream.of(java(), "-XX:ArchiveClassesAtExit=" + ARCHIVE),
                        JVM.stream(),
                        Stream.of("-jar", ROOT + "/" + JAR),
                        arguments(release).stream(),
                        Stream.of("--rehearse"))
                    .flatMap(s -> s)
                    .toList()));
    return lines;
  }

  private List<String> image() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "FROM %s".formatted(options.jreImage() != null ? options.jreImage() : options.baseImage()));
    lines.add("COPY --from=build %s %s".formatted(ROOT, ROOT));
    lines.add("USER %d:%d".formatted(USER, USER));
    lines.add("EXPOSE %d".formatted(options.port()));
    lines.add(
        "HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD "
            + words(
                List.of(
                    java(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:SharedArchiveFile=" + ARCHIVE,
                    "-Xshare:auto",
                    "-Xmx32m",
                    "-jar",
                    ROOT + "/" + JAR,
                    "--probe",
                    Integer.toString(options.port()))));
    lines.add(
        "ENTRYPOINT "
            + words(
                Stream.of(
                        Stream.of(
                            java(),
                            "-XX:SharedArchiveFile=" + ARCHIVE,
                            "-Xshare:auto",
                            // Nothing is written beside the answers.
                            "-XX:-UsePerfData"),
                        JVM.stream(),
                        Stream.of("-jar", ROOT + "/" + JAR))
                    .flatMap(s -> s)
                    .toList()));
    lines.add("CMD " + words(arguments(release)));
    return lines;
  }

  private String java() {
    return options.jreImage() != null ? "java" : ROOT + "/jre/bin/java";
  }

  private static String run(String... words) {
    return "RUN " + words(List.of(words));
  }

  /** The exec form, which needs no shell; no word of ours has a quote or a backslash. */
  private static String words(List<String> words) {
    return words.stream().collect(Collectors.joining("\", \"", "[\"", "\"]"));
  }
}
