package io.millrace.model;

import static io.millrace.api.error.StandardError.NOT_FOUND;
import static io.millrace.api.error.StandardError.PACKAGE_CORRUPT;
import static io.millrace.api.error.StandardError.PACKAGE_TOO_NEW;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.store.StateDirectory;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A model package that was found whole: every file that {@code model.json} lists is there with the
 * bytes that it had when it was written, and no other file. Immutable; only to be read.
 */
public final class ModelPackage {
  static final String DESCRIPTION = "model.json";

  private final Path directory;
  private final PackageDescription description;
  private final SortedMap<String, String> files;
  private final String packageHash;

  private ModelPackage(
      Path directory, PackageDescription description, SortedMap<String, String> files) {
    this.directory = directory;
    this.description = description;
    this.files = files;
    this.packageHash = FileHashes.ofList(files);
  }

  /**
   * Reads and verifies a package.
   *
   * @throws MillraceException NOT_FOUND if there is no such directory, PACKAGE_TOO_NEW if a newer
   *     Millrace wrote it, PACKAGE_CORRUPT if a file is missing, changed or not listed, or {@code
   *     model.json} can't be read
   */
  public static ModelPackage read(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new MillraceException(NOT_FOUND, "There is no model package at " + directory + ".");
    }
    try {
      return verified(directory);
    } catch (CharacterCodingException e) {
      throw corrupt(directory, DESCRIPTION + " can't be read (it is not UTF-8)", e);
    } catch (JsonProcessingException e) {
      throw corrupt(directory, DESCRIPTION + " can't be read (" + reason(e) + ")", e);
    } catch (IOException e) {
      throw corrupt(directory, "a file can't be read (" + e + ")", e);
    }
  }

  /** What {@code model.json} says. */
  public PackageDescription description() {
    return description;
  }

  /** Where the package lies. */
  public Path directory() {
    return directory;
  }

  /**
   * Identifies the package: SHA-256, in hexadecimal, over the list of all its files with their
   * hashes in the order of their paths, {@code model.json} included.
   */
  public String packageHash() {
    return packageHash;
  }

  /** What a step learnt, only to be read. */
  public StateDirectory state(PackageStep step) {
    return new StateDirectory(directory.resolve(step.state()));
  }

  /** Where an optional part lies, if the package has it. */
  public Optional<Path> part(PackagePart part) {
    Path path = directory.resolve(part.path());
    return Files.exists(path) ? Optional.of(path) : Optional.empty();
  }

  /** The jars of the plugins that its steps come from, each once, in the order of the steps. */
  public List<Path> plugins() {
    return description.steps().stream()
        .map(PackageStep::plugin)
        .flatMap(Optional::stream)
        .distinct()
        .map(this::plugin)
        .toList();
  }

  /** Where the jar lies that a step names. */
  public Path plugin(String name) {
    return directory.resolve(PackagePart.PLUGINS.path()).resolve(name);
  }

  /**
   * The SHA-256 of one of its files, in hexadecimal, as it was when the package was read.
   *
   * @throws MillraceException PACKAGE_CORRUPT, if it is none of the package's files
   */
  public String hash(Path file) {
    String path = FileHashes.relative(directory, file);
    String hash = files.get(path);
    if (hash == null) {
      throw corrupt(directory, "the file " + path + " is missing", null);
    }
    return hash;
  }

  /**
   * Copies the package, verified again as it lies there. What is half-written carries another name.
   *
   * @param target a directory to be made; what holds it is made too
   * @throws MillraceException PACKAGE_CORRUPT, if the package was changed meanwhile
   */
  public ModelPackage copyTo(Path target) throws IOException {
    Path parent = requireNonNull(target.toAbsolutePath().getParent(), "a package is no root");
    Files.createDirectories(parent);
    Path part = parent.resolve("." + target.getFileName() + "-" + UUID.randomUUID());
    try {
      PackageFiles.copy(directory, part);
      read(part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      PackageFiles.delete(part);
      throw e;
    }
    return read(target);
  }

  private static ModelPackage verified(Path directory) throws IOException {
    Path file = directory.resolve(DESCRIPTION);
    if (!Files.exists(file)) {
      throw corrupt(directory, "the file " + DESCRIPTION + " is missing", null);
    }
    ObjectNode root = DescriptionReader.parse(Files.readString(file));
    int version = root.path("formatVersion").intValue();
    if (version > PackageJson.FORMAT_VERSION) {
      throw tooNew(directory, version);
    }
    SortedMap<String, String> present = FileHashes.below(directory);
    refuseLinks(directory, present);
    SortedMap<String, String> others = new TreeMap<>(present);
    others.remove(DESCRIPTION);
    compare(directory, DescriptionReader.files(root), others);
    return new ModelPackage(directory, DescriptionReader.description(root), present);
  }

  /** What lies outside may change, and a copy would lack it. */
  private static void refuseLinks(Path directory, SortedMap<String, String> present) {
    present.forEach(
        (path, hash) -> {
          if (hash.equals(FileHashes.LINK)) {
            throw corrupt(directory, path + " is a link, and a package has none", null);
          }
        });
  }

  private static void compare(
      Path directory, SortedMap<String, String> listed, SortedMap<String, String> present) {
    listed.forEach(
        (path, hash) -> {
          String found = present.get(path);
          if (found == null) {
            throw corrupt(directory, "the file " + path + " is missing", null);
          }
          if (!found.equals(hash)) {
            throw corrupt(directory, "the file " + path + " was changed", null);
          }
        });
    for (String path : present.keySet()) {
      if (!listed.containsKey(path)) {
        throw corrupt(directory, "the file " + path + " is not in " + DESCRIPTION, null);
      }
    }
  }

  private static MillraceException tooNew(Path directory, int version) {
    return new MillraceException(
        PACKAGE_TOO_NEW,
        "The model package at %s has format %d in %s, and this Millrace reads up to %d: use a newer one."
            .formatted(directory, version, DESCRIPTION, PackageJson.FORMAT_VERSION));
  }

  private static MillraceException corrupt(Path directory, String what, @Nullable Exception cause) {
    return new MillraceException(
        PACKAGE_CORRUPT,
        "The model package at %s is damaged: %s. Take it again from where it was registered; if it lies there, from a backup, or run its pipeline again."
            .formatted(directory, what),
        cause);
  }

  /** Without the parser's words on a source that it does not show. */
  private static String reason(JsonProcessingException e) {
    String first = e.getOriginalMessage().lines().findFirst().orElse("");
    // Not all of these are a JsonEOFException.
    String what = first.startsWith("Unexpected end-of-input") ? "it is cut off" : first;
    return e.getLocation() == null ? what : what + " in line " + e.getLocation().getLineNr();
  }
}
