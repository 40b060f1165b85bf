package io.millrace.spark;

import io.millrace.api.EngineSettings;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one engine of their JVM: only its figures are told apart, by the names of stages.
 * It is closed when all tests are done, which must stop its session.
 */
final class SharedEngine implements ParameterResolver {
  static EngineSettings settings(Path home, String master, Map<String, String> settings) {
    ClassLoader loader = new URLClassLoader(new URL[0], SharedEngine.class.getClassLoader());
    return new EngineSettings("test", master, settings, home, List.of(), loader);
  }

  private record Opened(SparkEngine engine) implements AutoCloseable {
    static Opened now() {
      return new Opened(
          SparkEngine.open(
              settings(
                  Path.of("target/home"),
                  "local[2]",
                  Map.of("spark.sql.shuffle.partitions", "2"))));
    }

    @Override
    public void close() {
      engine.close();
      if (!engine.session().sparkContext().isStopped()) {
        throw new IllegalStateException("a closed engine left its session running");
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SparkEngine.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(SharedEngine.class, key -> Opened.now(), Opened.class)
        .engine();
  }
}
