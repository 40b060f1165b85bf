package io.millrace.core.plugin;

import io.millrace.api.ApiVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/**
 * A plugin's jar, looked at without loading a class of it.
 *
 * @param path the jar
 * @param providers the classes that it offers stages by; none if it brings a file system or a
 *     driver for others' stages
 * @param hash the SHA-256 of the whole jar
 */
record PluginJar(Path path, Set<String> providers, String hash) {
  /**
   * Looks into a jar.
   *
   * @throws Unusable with what is wrong with it
   */
  static PluginJar inspect(Path path) throws Unusable {
    try {
      if (Files.size(path) == 0) {
        throw new Unusable("the file is empty; copy it again");
      }
      // Signatures aren't checked: the jar is trusted because someone put it there.
      try (JarFile jar = new JarFile(path.toFile(), false)) {
        if (jar.size() == 0) {
          throw new Unusable("it holds no files; build it again");
        }
        boolean connector =
            ProviderNames.CONNECTORS.stream().anyMatch(n -> jar.getEntry(n) != null);
        Set<String> providers = providers(jar, connector);
        if (!providers.isEmpty()) {
          checkApi(jar);
        }
        return new PluginJar(path, providers, CodeHash.ofFile(path));
      }
    } catch (ZipException e) {
      throw new Unusable("it is no jar, or was cut short: " + e.getMessage());
    } catch (NoSuchFileException e) {
      throw new Unusable("the file is gone");
    } catch (IOException e) {
      throw new Unusable("it can't be read: " + e.getMessage());
    }
  }

  /** None for a jar that holds a file system or a driver alone, which knows no api of ours. */
  private static Set<String> providers(JarFile jar, boolean connector)
      throws IOException, Unusable {
    List<ZipEntry> lists =
        ProviderNames.RESOURCES.stream().map(jar::getEntry).filter(Objects::nonNull).toList();
    if (lists.isEmpty() && connector) {
      return Set.of();
    }
    if (lists.isEmpty()) {
      throw new Unusable(
          "it offers no stage: it has no "
              + ProviderNames.RESOURCES.get(0)
              + ", which names the factories");
    }
    Set<String> providers = new LinkedHashSet<>();
    for (ZipEntry list : lists) {
      providers.addAll(ProviderNames.read(jar.getInputStream(list)));
    }
    if (providers.isEmpty()) {
      throw new Unusable("it offers no stage: its " + lists.get(0) + " names no factory");
    }
    return providers;
  }

  private static void checkApi(JarFile jar) throws IOException, Unusable {
    ApiVersion built = apiVersion(jar);
    if (!ApiVersion.CURRENT.runs(built)) {
      boolean newer =
          built.major() > ApiVersion.CURRENT.major() || built.major() == ApiVersion.CURRENT.major();
      throw new Unusable(
          "it was built against api "
              + built
              + ", and this Millrace has api "
              + ApiVersion.CURRENT
              + (newer
                  ? "; use a newer Millrace, or build the plugin against this one"
                  : "; build the plugin against this Millrace"));
    }
  }

  private static ApiVersion apiVersion(JarFile jar) throws IOException, Unusable {
    String text =
        Optional.ofNullable(jar.getManifest())
            .map(Manifest::getMainAttributes)
            .map(attributes -> attributes.getValue(ApiVersion.MANIFEST_ATTRIBUTE))
            .orElseThrow(
                () ->
                    new Unusable(
                        "its manifest does not say which api it was built against; let the build"
                            + " write '"
                            + ApiVersion.MANIFEST_ATTRIBUTE
                            + ": "
                            + ApiVersion.CURRENT
                            + "' there"));
    try {
      return ApiVersion.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Unusable("its manifest's " + ApiVersion.MANIFEST_ATTRIBUTE + ": " + e.getMessage());
    }
  }

  /** Why a jar can't be used; the message is one sentence without its full stop. */
  static final class Unusable extends Exception {
    Unusable(String message) {
      super(message);
    }
  }
}
