package io.millrace.app.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The modules whose main classes the rules are checked on. */
enum Module {
  API("platform-api", 70),
  CORE("platform-core", 150),
  MODEL_PACKAGE("model-package", 10),
  SPARK_API("spark-api", 15),
  ENGINE("engine-spark", 8),
  STAGES("stages-builtin", 80),
  STORAGE("adapters-storage", 30),
  TRACKING("adapters-tracking", 10),
  SERVING("serving", 100),
  CONSOLE("console", 15),
  APP("app-assembly", 30);

  private final String directory;
  private final int atLeast;

  Module(String directory, int atLeast) {
    this.directory = directory;
    this.atLeast = atLeast;
  }

  /** The fewest classes that a scan must see: a rule that sees nothing proves nothing. */
  int atLeast() {
    return atLeast;
  }

  /** Its main classes, from the class path: a directory in a build, a jar elsewhere. */
  JavaClasses classes() {
    return importOf(Set.of(this));
  }

  /** The main classes of several modules. */
  static JavaClasses importOf(Set<Module> modules) {
    List<URL> places = modules.stream().map(module -> url(module.place())).toList();
    return new ClassFileImporter().importUrls(places);
  }

  /** Of a directory in {@code mvn test}, of a jar in {@code mvn verify}. */
  private static URL url(Path place) {
    try {
      URI uri = place.toUri();
      return Files.isDirectory(place) ? uri.toURL() : URI.create("jar:" + uri + "!/").toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path place() {
    Pattern pattern =
        Pattern.compile(
            ".*[/\\\\]"
                + directory
                + "([/\\\\]target[/\\\\](classes|.*\\.jar)|-[0-9][^/\\\\]*\\.jar)");
    String classPath = System.getProperty("java.class.path");
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry -> pattern.matcher(entry).matches())
        .map(Path::of)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError(directory + " is not on the class path: " + classPath));
  }
}
