package io.millrace.serving.score;

import static io.millrace.api.error.StandardError.INVALID_CALL;
import static io.millrace.api.error.StandardError.PLUGIN_REFUSED;

import io.millrace.api.error.MillraceException;
import io.millrace.model.FileHashes;
import io.millrace.model.ModelPackage;
import io.millrace.model.scoring.ScoringOperator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The operators that a package's steps need: the server's own, and those of the very plugin jars
 * that the package was made with, which its list of files names with their SHA-256. A jar is loaded
 * if it is one of those that the operator of the server gave, or if the jars in packages are
 * trusted; by default no code out of a package runs. Packages with different versions of one plugin
 * are served side by side. Thread-safe.
 */
public final class PluginOperators {
  private final Map<String, Path> given;
  private final boolean trustsPackages;
  private final Operators builtIn = Operators.builtIn();
  private final Map<String, List<ScoringOperator>> byHash = new ConcurrentHashMap<>();

  private PluginOperators(Map<String, Path> given, boolean trustsPackages) {
    this.given = Map.copyOf(given);
    this.trustsPackages = trustsPackages;
  }

  /** The server's own operators only. */
  public static PluginOperators none() {
    return new PluginOperators(Map.of(), false);
  }

  /**
   * With plugins.
   *
   * @param places jars, and directories of jars
   * @param trustsPackages whether the jars that packages hold are loaded as well
   * @throws MillraceException INVALID_CALL, if a place is neither
   */
  public static PluginOperators of(List<Path> places, boolean trustsPackages) {
    Map<String, Path> given = new LinkedHashMap<>();
    for (Path place : places) {
      for (Path jar : jars(place)) {
        given.put(hash(jar), jar);
      }
    }
    return new PluginOperators(given, trustsPackages);
  }

  private static List<Path> jars(Path place) {
    if (Files.isRegularFile(place) && isJar(place)) {
      return List.of(place);
    }
    if (!Files.isDirectory(place)) {
      throw new MillraceException(
          INVALID_CALL,
          "There is no plugin jar, and no directory of them, at %s.".formatted(place));
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(PluginOperators::isJar).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isJar(Path file) {
    return file.toString().endsWith(".jar");
  }

  private static String hash(Path jar) {
    try {
      return FileHashes.of(jar);
    } catch (IOException e) {
      throw new MillraceException(
          INVALID_CALL, "The plugin jar %s can't be read (%s).".formatted(jar, e), e);
    }
  }

  /**
   * The operators for a verified package. A plugin that is not to be had is told only when a step
   * asks for an operator that nobody has.
   *
   * @throws MillraceException PLUGIN_REFUSED, if a plugin can't be loaded, or offers an operator
   *     that is there already
   */
  public Operators forPackage(ModelPackage modelPackage) {
    List<ScoringOperator> operators = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    for (Path jar : modelPackage.plugins()) {
      String hash = hash(jar);
      Path trusted = given.getOrDefault(hash, trustsPackages ? jar : null);
      if (trusted == null) {
        absent.add("%s (SHA-256 %s)".formatted(jar.getFileName(), hash));
      } else {
        operators.addAll(byHash.computeIfAbsent(hash, missing -> load(trusted)));
      }
    }
    return builtIn.with(operators, absent);
  }

  private static List<ScoringOperator> load(Path jar) {
    PluginLoader loader = PluginLoader.of(jar);
    try {
      return ServiceLoader.load(ScoringOperator.class, loader).stream()
          .filter(provider -> loader.owns(provider.type()))
          .map(ServiceLoader.Provider::get)
          .toList();
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new MillraceException(
          PLUGIN_REFUSED,
          "The plugin %s can't be loaded here: %s. Operators must not link to Spark."
              .formatted(jar, e.getMessage()),
          e);
    }
  }
}
