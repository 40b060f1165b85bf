package io.millrace.core.plugin;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.model.FileHashes;
import io.millrace.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The plugin jars that verified packages hold, copied out of them: what is loaded is what was
 * verified, whatever becomes of the packages meanwhile. Close it after the platform that loads
 * them.
 */
public final class PackagePlugins implements AutoCloseable {
  private final List<Path> directories = new ArrayList<>();
  private final Map<String, Path> byHash = new LinkedHashMap<>();

  private PackagePlugins() {}

  /** No plugins. */
  public static PackagePlugins none() {
    return new PackagePlugins();
  }

  /**
   * Those of packages that {@link ModelPackage#read} has verified, each once.
   *
   * @throws MillraceException PACKAGE_CORRUPT, if a jar is changed while it is copied;
   *     STORAGE_FAILED
   */
  public static PackagePlugins copiedOf(List<ModelPackage> packages) {
    PackagePlugins plugins = new PackagePlugins();
    try {
      for (ModelPackage each : packages) {
        for (Path jar : each.plugins()) {
          plugins.copy(jar, each);
        }
      }
      return plugins;
    } catch (IOException e) {
      plugins.close();
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "plugins of a package can't be copied: " + e, e);
    } catch (RuntimeException e) {
      plugins.close();
      throw e;
    }
  }

  private void copy(Path jar, ModelPackage from) throws IOException {
    String hash = from.hash(jar);
    if (byHash.containsKey(hash)) {
      return;
    }
    Path directory = Files.createTempDirectory("millrace-plugin");
    directories.add(directory);
    Path copy =
        Files.copy(jar, directory.resolve(requireNonNull(jar.getFileName(), "jar is a root")));
    if (!FileHashes.of(copy).equals(hash)) {
      throw new MillraceException(
          StandardError.PACKAGE_CORRUPT,
          "the plugin %s in the package %s is not the one that the package was made with (SHA-256 %s)"
              .formatted(jar.getFileName(), from.directory(), hash));
    }
    byHash.put(hash, copy);
  }

  /** The copies. */
  public List<Path> jars() {
    return List.copyOf(byHash.values());
  }

  /** Deletes the copies. */
  @Override
  public void close() {
    for (Path directory : directories) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        // A copy that stays among temporary files harms nothing.
        continue;
      }
    }
  }
}
