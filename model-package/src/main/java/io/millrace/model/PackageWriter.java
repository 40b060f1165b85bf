package io.millrace.model;

import static java.util.Objects.requireNonNull;

import io.millrace.api.store.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * Fills a directory with a model package: states and parts first, {@code model.json} last, so that
 * a directory without one is no package. Not thread-safe. Publishing the directory whole is the
 * caller's duty, for which an artifact store is made.
 */
public final class PackageWriter {
  private static final int HASH_DIGITS = 12;

  private final Path directory;

  private PackageWriter(Path directory) {
    this.directory = directory;
  }

  /** Writes into a directory that exists and is empty. */
  public static PackageWriter in(Path directory) {
    return new PackageWriter(requireNonNull(directory, "directory is null"));
  }

  /** The directory, empty and made on demand, that holds what a stage learnt. */
  public StateDirectory state(String stage) throws IOException {
    return new StateDirectory(Files.createDirectories(directory.resolve("state").resolve(stage)));
  }

  /** Where an optional part goes; the caller makes the file or directory. */
  public Path part(PackagePart part) {
    return directory.resolve(part.path());
  }

  /**
   * Copies a plugin's jar into the package. Where another jar of the same name lies already, this
   * one is named after its content as well: {@code stages-cd23c92b5417.jar}.
   *
   * @return its file name there, which is what {@link PackageStep} holds
   */
  public String plugin(Path jar) throws IOException {
    Path plugins = Files.createDirectories(part(PackagePart.PLUGINS));
    String name = requireNonNull(jar.getFileName(), "a jar has a name").toString();
    if (!holds(plugins.resolve(name), jar)) {
      name =
          name.replaceFirst(
              "(\\.jar)?$", "-%s$1".formatted(FileHashes.of(jar).substring(0, HASH_DIGITS)));
      holds(plugins.resolve(name), jar);
    }
    return name;
  }

  /** Whether a file has the bytes of a jar; one that was not there has them afterwards. */
  private static boolean holds(Path file, Path jar) throws IOException {
    if (Files.exists(file)) {
      return Files.mismatch(file, jar) < 0;
    }
    Files.copy(jar, file);
    return true;
  }

  /**
   * Completes the package.
   *
   * @return the package, as a reader would see it
   * @throws IllegalArgumentException if a step names a plugin jar that was not copied
   */
  public ModelPackage finish(PackageDescription description) throws IOException {
    for (PackageStep step : description.steps()) {
      keepEvenIfEmpty(state(step.stage()).path());
      if (step.plugin().isPresent()
          && !Files.exists(part(PackagePart.PLUGINS).resolve(step.plugin().get()))) {
        throw new IllegalArgumentException(
            "stage '" + step.stage() + "' needs the jar " + step.plugin().get());
      }
    }
    SortedMap<String, String> files = FileHashes.below(directory);
    Files.writeString(
        directory.resolve(ModelPackage.DESCRIPTION),
        PackageJson.write(description, files),
        StandardCharsets.UTF_8);
    return ModelPackage.read(directory);
  }

  /** Stores and archives keep files, not directories: an empty state would vanish on a copy. */
  private static void keepEvenIfEmpty(Path state) throws IOException {
    try (var entries = Files.newDirectoryStream(state)) {
      if (!entries.iterator().hasNext()) {
        Files.createFile(state.resolve(".keep"));
      }
    }
  }
}
