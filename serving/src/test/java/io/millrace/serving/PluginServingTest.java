package io.millrace.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.StageKind;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.model.FileHashes;
import io.millrace.model.Lineage;
import io.millrace.model.PackageDescription;
import io.millrace.model.PackagePart;
import io.millrace.model.PackageStep;
import io.millrace.model.PackageWriter;
import io.millrace.model.Signature;
import io.millrace.model.scoring.ScoringFormat;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringProgram;
import io.millrace.testkit.jar.JarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package whose operator comes from the example's plugin, in a server's own process. */
final class PluginServingTest {
  private static final Path SOURCES =
      Path.of("../examples/plugin-winsorize/src/main/java/com/example/winsorize");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private Path jar = Path.of("unused");
  private Path modelPackage = Path.of("unused");

  @BeforeEach
  void makePackage() throws IOException {
    jar = winsorize(directory.resolve("plugins/winsorize-1.0.0.jar"), "");
    modelPackage = directory.resolve("package");
    write(modelPackage, jar);
  }

  @Test
  void theJarThatThePackageWasMadeWithIsLoadedFromWhereTheServerIsTold() throws Exception {
    try (ServerInProcess server =
        ServerInProcess.ready(
            "--package",
            modelPackage.toString(),
            "--plugins",
            directory.resolve("plugins").toString())) {
      assertThat(server.invoke("{\"instances\":[[-5.0],[0.5],[9.0],[null]]}").body())
          .isEqualTo("{\"predictions\":[0.0,0.5,1.0,null]}");
    }
  }

  @Test
  void codeOutOfAPackageRunsOnlyWhenItIsTrusted() throws Exception {
    try (ServerInProcess server =
        ServerInProcess.ready("--package", modelPackage.toString(), "--trust-package-plugins")) {
      assertThat(server.invoke("{\"instances\":[[9.0]]}").body())
          .isEqualTo("{\"predictions\":[1.0]}");
    }
    assertRefused("--package", modelPackage.toString());
  }

  @Test
  void anotherBuildOfThePluginIsNotTakenForIt() throws Exception {
    Path other = winsorize(directory.resolve("others/winsorize-1.0.0.jar"), "another build");
    assertRefused("--package", modelPackage.toString(), "--plugins", other.toString());
  }

  @Test
  void packagesWithTwoBuildsOfOnePluginAreServedSideBySide() throws Exception {
    Path other = winsorize(directory.resolve("others/winsorize-1.0.0.jar"), "another build");
    Path second = directory.resolve("second");
    write(second, other);
    try (ServerInProcess server =
        ServerInProcess.ready(
            "--package",
            "a=" + modelPackage,
            "--package",
            "b=" + second,
            "--plugins",
            jar.toString(),
            "--plugins",
            other.toString())) {
      assertThat(server.get("/v2/models")).isEqualTo("{\"models\":[\"a\",\"b\"]}");
    }
  }

  private void assertRefused(String... words) throws Exception {
    Process process = ServerInProcess.start(words);
    assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
        .isEqualTo(
            "[PLUGIN_REFUSED] The scoring operator 'winsorize' is none of the server's own, and the package was made with the plugin winsorize-1.0.0.jar (SHA-256 %s): give that very jar with --plugins DIR, or run the one that the package holds with --trust-package-plugins.%n"
                .formatted(FileHashes.of(jar)));
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
  }

  /** The example's operator, without its stage: what is left does not link to Spark. */
  private static Path winsorize(Path jar, String note) throws IOException {
    JarBuilder builder =
        JarBuilder.library()
            .file("META-INF/services/" + ScoringOperator.class.getName(), operator())
            .file("note.txt", note);
    for (String name : List.of("Limits", "WinsorizeOperator")) {
      builder.source(
          "com.example.winsorize." + name, Files.readString(SOURCES.resolve(name + ".java")));
    }
    return builder.build(jar);
  }

  private static String operator() {
    return "com.example.winsorize.WinsorizeOperator";
  }

  private static void write(Path directory, Path plugin) throws IOException {
    Column x = Column.nullable("x", Simple.DOUBLE);
    Column y = Column.nullable("prediction", Simple.DOUBLE);
    Files.createDirectories(directory);
    PackageWriter writer = PackageWriter.in(directory);
    ScoringFormat.write(
        new ScoringProgram(
            List.of(x),
            List.of(
                ScoringStep.of("winsorize")
                    .reading("x")
                    .adding(y)
                    .withArray("limits", new double[] {0, 1})),
            List.of("prediction")),
        writer.part(PackagePart.SCORING));
    writer.finish(
        new PackageDescription(
            "clipped",
            "pipeline",
            "run-1",
            Instant.parse("2026-01-31T00:00:00Z"),
            new Signature(List.of(x), List.of(y), List.of()),
            List.of(),
            null,
            null,
            Map.of(),
            Lineage.unknown(),
            List.of(
                new PackageStep(
                    "clip",
                    "transform/winsorize",
                    StageKind.TRANSFORMER,
                    Map.of(),
                    "hash",
                    true,
                    writer.plugin(plugin)))));
  }
}
