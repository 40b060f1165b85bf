package io.millrace.core.plugin;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Refuses plugins that hold one class in two versions, where that would break: an executor of a
 * cluster loads all jars with one loader, on which the first jar wins, so that a plugin would run
 * with the other's library. (In a local run the driver's loaders serve the tasks too, and each
 * plugin keeps its own.) Reads the jars' directories only.
 */
final class ConflictCheck {
  private ConflictCheck() {}

  /** Whether tasks run in other processes than the driver. */
  static boolean isCluster(String master) {
    return !master.equals("local") && !master.startsWith("local[");
  }

  /**
   * Compares all jars.
   *
   * @throws MillraceException PLUGIN_REFUSED for the first two jars that differ in a class
   */
  static void refuse(List<Path> jars) {
    Map<String, Held> seen = new HashMap<>();
    Map<Pair, List<String>> conflicts = new LinkedHashMap<>();
    for (Path jar : jars) {
      classes(jar)
          .forEach(
              (name, content) -> {
                Held first = seen.putIfAbsent(name, new Held(jar, content));
                if (first != null && !first.content().equals(content)) {
                  conflicts
                      .computeIfAbsent(new Pair(first.jar(), jar), pair -> new ArrayList<>())
                      .add(name);
                }
              });
    }
    conflicts.entrySet().stream()
        .findFirst()
        .ifPresent(
            conflict -> {
              throw refusal(conflict.getKey(), conflict.getValue());
            });
  }

  private static MillraceException refusal(Pair jars, List<String> classes) {
    classes.sort(Comparator.naturalOrder());
    int others = classes.size() - 1;
    return new MillraceException(
        StandardError.PLUGIN_REFUSED,
        "plugins "
            + jars.first().getFileName()
            + " and "
            + jars.second().getFileName()
            + " hold different versions of class "
            + classes.get(0)
            + (others == 0 ? "" : " and of " + others + " more")
            + ", of which a cluster's executors would load one for both; relocate the library in"
            + " one of the jars (maven-shade-plugin, <relocation>), build both with one version, or"
            + " run with --master local[*]");
  }

  /** Class names with what tells two versions apart: size and check sum. */
  private static Map<String, String> classes(Path jar) {
    Map<String, String> classes = new HashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile());
        Stream<? extends ZipEntry> entries = zip.stream()) {
      entries
          .filter(entry -> isShared(entry.getName()))
          .forEach(entry -> classes.put(className(entry), entry.getSize() + " " + entry.getCrc()));
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "plugin " + jar + " can't be read: " + e.getMessage(), e);
    }
    return classes;
  }

  /** Not module descriptors, nor classes that only the host gives. */
  private static boolean isShared(String entry) {
    return entry.endsWith(".class")
        && !entry.startsWith("META-INF/")
        && !entry.equals("module-info.class")
        && LoadingRules.PLATFORM.ofResource(entry) != LoadingRules.Source.PARENT_ONLY;
  }

  private static String className(ZipEntry entry) {
    String name = entry.getName();
    return name.substring(0, name.length() - ".class".length()).replace('/', '.');
  }

  /**
   * A class in a jar.
   *
   * @param jar the first jar that holds it
   * @param content what tells versions apart
   */
  private record Held(Path jar, String content) {}

  /** Two jars that differ in a class. */
  private record Pair(Path first, Path second) {}
}
