package io.millrace.core.plugin;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.core.catalog.StageOrigin;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the stages on the class path: the built-in ones, and in a fat jar the user's own. */
final class ClassPathStages {
  private static final String OURS = "io.millrace.";

  private final ClassLoader host;
  private final Findings findings;

  private ClassPathStages(ClassLoader host, Findings findings) {
    this.host = host;
    this.findings = findings;
  }

  /**
   * Adds what that loader sees.
   *
   * @throws MillraceException if the class path can't be read
   */
  static void find(ClassLoader host, Findings findings) {
    try {
      new ClassPathStages(host, findings).find();
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "the class path can't be searched for stages: " + e.getMessage(),
          e);
    }
  }

  private void find() throws IOException {
    List<Located> located = new ArrayList<>();
    for (String provider : names()) {
      locate(provider, located);
    }
    Map<Path, Set<String>> roots =
        located.stream().collect(groupingBy(Located::place, mapping(Located::root, toSet())));
    Map<Path, Map<String, String>> hashes = new HashMap<>();
    for (Map.Entry<Path, Set<String>> entry : roots.entrySet()) {
      hashes.put(entry.getKey(), CodeHash.ofRoots(entry.getKey(), entry.getValue()));
    }
    for (Located found : located) {
      String hash = hashes.getOrDefault(found.place(), Map.of()).get(found.root());
      findings.add(found.type(), found.origin(), String.valueOf(hash));
    }
  }

  /** A provider that two places list is one: the class path holds its class once. */
  private Set<String> names() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (String resource : ProviderNames.RESOURCES) {
      for (URL list : Collections.list(host.getResources(resource))) {
        URLConnection connection = list.openConnection();
        // A cached connection would keep the jar open, and see an old one after it was replaced.
        connection.setUseCaches(false);
        names.addAll(ProviderNames.read(connection.getInputStream()));
      }
    }
    return names;
  }

  private void locate(String provider, List<Located> located) {
    Path place = null;
    try {
      Class<?> type = Class.forName(provider, false, host);
      place = place(type);
      if (place == null) {
        findings.addBroken(
            provider,
            StageOrigin.BUILT_IN,
            "its class comes from no jar or directory, so a change of its code could not be seen");
        return;
      }
      located.add(new Located(type, place, origin(provider, place)));
    } catch (ClassNotFoundException e) {
      findings.addBroken(
          provider, StageOrigin.BUILT_IN, "the class path lists it but does not hold its class");
    } catch (LinkageError e) {
      findings.addBroken(provider, origin(provider, place), Breakage.reason(e));
    }
  }

  private static StageOrigin origin(String provider, @Nullable Path place) {
    return place == null || provider.startsWith(OURS)
        ? StageOrigin.BUILT_IN
        : new StageOrigin(String.valueOf(place.getFileName()), null);
  }

  private static @Nullable Path place(Class<?> type) {
    return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
        .map(CodeSource::getLocation)
        .map(ClassPathStages::file)
        .orElse(null);
  }

  private static @Nullable Path file(URL location) {
    try {
      return Path.of(new URI(location.toString()));
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return null;
    }
  }

  /**
   * A provider's class and where it lies.
   *
   * @param type the class, not initialised
   * @param place a jar or a directory of classes
   * @param origin what users are told
   */
  private record Located(Class<?> type, Path place, StageOrigin origin) {
    String root() {
      return CodeHash.root(type.getName());
    }
  }
}
