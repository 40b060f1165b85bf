package io.millrace.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.home.Home;
import io.millrace.core.wiring.PlatformSettings;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of a job of one's own compiles with what it is told to use, and the stage on its
 * class path is found: a change that breaks such jobs is seen here.
 */
final class FatJarJobTest {
  private static final Path PROJECT = Path.of("../examples/fat-jar-job/src");

  @TempDir private Path directory;

  @Test
  void theExamplesPipelineFindsItsOwnStageOnTheClassPath() throws Exception {
    Path classes = compiled();
    URL[] places = {classes.toUri().toURL(), PROJECT.resolve("main/resources").toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(places, getClass().getClassLoader());
        Millrace millrace = Millrace.open(settings(loader))) {
      Pipeline pipeline = pipeline(loader);

      assertThat(millrace.validate(pipeline)).isEmpty();
      assertThat(millrace.platform().catalog().require("transform/band").factory().help())
          .isEqualTo("Names the band that a number falls into");
    }
    try (Millrace millrace = Millrace.open(directory.resolve("home"))) {
      try (URLClassLoader loader = new URLClassLoader(places, getClass().getClassLoader())) {
        assertThat(millrace.validate(pipeline(loader)))
            .extracting(problem -> problem.code().name())
            .contains("UNKNOWN_STAGE");
      }
    }
  }

  private Path compiled() throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    List<String> sources;
    try (Stream<Path> files = Files.walk(PROJECT)) {
      sources = files.map(Path::toString).filter(file -> file.endsWith(".java")).toList();
    }
    JavaCompiler compiler = requireNonNull(ToolProvider.getSystemJavaCompiler(), "no JDK");
    List<String> options =
        List.of(
            "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    String[] arguments = Stream.concat(options.stream(), sources.stream()).toArray(String[]::new);
    assertThat(compiler.run(null, null, null, arguments)).isZero();
    return classes;
  }

  private PlatformSettings settings(ClassLoader loader) {
    return new PlatformSettings(
        new Home(directory.resolve("home")),
        List.of(),
        null,
        null,
        Map.of(),
        name -> Optional.empty(),
        loader);
  }

  private static Pipeline pipeline(ClassLoader loader) throws ReflectiveOperationException {
    Method method =
        loader.loadClass("com.example.churn.ChurnJob").getDeclaredMethod("pipeline", int.class);
    method.setAccessible(true);
    return (Pipeline) method.invoke(null, 100);
  }
}
