package io.millrace.core.plugin;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.core.catalog.StageOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds all stages: on the class path, and in plugin jars, each of which gets a loader of its own.
 * A jar or a provider that is broken is named with what is wrong, and harms nothing else.
 */
public final class StageDiscovery {
  private final ClassLoader host;
  private final Findings findings = new Findings();
  private final List<Path> jars = new ArrayList<>();
  private final List<PluginLoader> loaders = new ArrayList<>();

  /** Providers of the places that go before those that are being searched. */
  private final Set<String> taken = new HashSet<>();

  private StageDiscovery(ClassLoader host) {
    this.host = host;
  }

  /**
   * Finds the stages on the class path only.
   *
   * @param host the loader of the application
   */
  public static DiscoveredStages onClassPath(ClassLoader host) {
    return of(host, List.of());
  }

  /**
   * Finds the stages on the class path and in plugins.
   *
   * @param host the loader of the application
   * @param places plugin jars, and directories of which each {@code *.jar} is a plugin; a jar that
   *     is named twice counts once
   * @throws MillraceException NOT_FOUND, if one of the places is not there; STORAGE_FAILED, if a
   *     directory or the class path can't be read
   */
  public static DiscoveredStages of(ClassLoader host, List<Path> places) {
    return inOrder(host, List.of(places));
  }

  /**
   * The same, where earlier places stand in for later ones: what a jar of theirs offers, another
   * build of that plugin in a later place does not offer a second time.
   *
   * @param order places that go before others first
   */
  public static DiscoveredStages inOrder(ClassLoader host, List<List<Path>> order) {
    StageDiscovery discovery = new StageDiscovery(host);
    ClassPathStages.find(host, discovery.findings);
    Set<Path> seen = new HashSet<>();
    for (List<Path> places : order) {
      Set<String> offered = new HashSet<>();
      for (Path place : places) {
        for (Path jar : jarsIn(place)) {
          if (seen.add(real(jar))) {
            offered.addAll(discovery.addPlugin(jar));
          }
        }
      }
      discovery.taken.addAll(offered);
    }
    return new DiscoveredStages(
        discovery.findings.catalog(),
        new CompositeLoader(host, discovery.loaders),
        List.copyOf(discovery.jars));
  }

  /** The providers that the jar lists. */
  private Set<String> addPlugin(Path path) {
    StageOrigin origin = StageOrigin.ofJar(path);
    try {
      PluginJar jar = PluginJar.inspect(path);
      addPlugin(jar, origin);
      return jar.providers();
    } catch (PluginJar.Unusable e) {
      findings.addBroken(origin.name(), origin, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      findings.addBroken(origin.name(), origin, "it can't be closed: " + e.getMessage());
    }
    return Set.of();
  }

  private void addPlugin(PluginJar jar, StageOrigin origin) throws IOException {
    List<String> wanted =
        jar.providers().stream().filter(provider -> !taken.contains(provider)).toList();
    if (wanted.isEmpty() && !jar.providers().isEmpty()) {
      return;
    }
    PluginLoader loader = PluginLoader.of(jar.path(), host);
    long offered = wanted.stream().filter(name -> addStage(name, jar, loader, origin)).count();
    if (offered > 0 || jar.providers().isEmpty()) {
      jars.add(jar.path());
      loaders.add(loader);
    } else {
      loader.close();
    }
  }

  /** Whether the stage could be added. */
  private boolean addStage(String name, PluginJar jar, PluginLoader loader, StageOrigin origin) {
    if (host.getResource(name.replace('.', '/') + ".class") != null) {
      findings.addBroken(
          name,
          origin,
          "the class belongs to Millrace or to the application, not to a plugin; give its library"
              + " the scope 'provided' where the jar is built");
      return false;
    }
    try {
      // The context loader: what a factory finds by ServiceLoader is its own plugin's.
      try (ContextLoader ignored = ContextLoader.use(loader)) {
        Optional<Class<?>> type = loader.ownClass(name);
        if (type.isPresent()) {
          return findings.add(type.get(), origin, jar.hash());
        }
      }
      findings.addBroken(name, origin, "the jar lists it but does not hold its class");
    } catch (LinkageError e) {
      findings.addBroken(name, origin, Breakage.reason(e));
    }
    return false;
  }

  private static List<Path> jarsIn(Path place) {
    Path absolute = place.toAbsolutePath().normalize();
    if (!Files.exists(absolute)) {
      throw new MillraceException(
          StandardError.NOT_FOUND,
          "there is no plugin at '" + place + "'; name a jar, or a directory that holds jars");
    }
    if (!Files.isDirectory(absolute)) {
      return List.of(absolute);
    }
    try (Stream<Path> files = Files.list(absolute)) {
      // Sorted, so that the order of plugins is the same on every file system.
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "the directory '" + place + "' with plugins can't be read: " + e.getMessage(),
          e);
    }
  }

  /** The file behind links, or the link itself where it leads nowhere. */
  private static Path real(Path jar) {
    try {
      return jar.toRealPath();
    } catch (IOException e) {
      return jar;
    }
  }
}
