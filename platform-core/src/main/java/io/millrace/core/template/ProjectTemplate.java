package io.millrace.core.template;

import static java.util.Objects.requireNonNull;

import io.millrace.api.ApiVersion;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A project to begin with. Its files are resources, in which names stand between at signs. */
public final class ProjectTemplate {
  private final String kind;
  private final String millraceVersion;

  private ProjectTemplate(String kind, String millraceVersion) {
    this.kind = kind;
    this.millraceVersion = requireNonNull(millraceVersion, "millraceVersion is null");
  }

  /**
   * A plugin with one stage and its tests.
   *
   * @param millraceVersion the version of the artifacts that it is built with
   */
  public static ProjectTemplate plugin(String millraceVersion) {
    return new ProjectTemplate("plugin", millraceVersion);
  }

  /**
   * A pipeline with data that it runs on.
   *
   * @param millraceVersion the version that it is made with
   */
  public static ProjectTemplate pipeline(String millraceVersion) {
    return new ProjectTemplate("pipeline", millraceVersion);
  }

  /**
   * Writes the project, whole or not at all. What the directory holds already stays as it is.
   *
   * @param directory made if it is not there; its name becomes the project's
   * @throws MillraceException INVALID_CALL, if one of the files is there, or the name can't be
   *     used; STORAGE_FAILED, if a file can't be written
   */
  public NewProject write(Path directory) {
    ProjectNames names = ProjectNames.of(directory);
    Map<String, String> words = words(names, directory);
    Map<Path, String> files = new LinkedHashMap<>();
    for (String line : lines("files.txt")) {
      String[] parts = line.split(" = ", 2);
      files.put(Path.of(filled(parts[1], words)), filled(text(parts[0]), words));
    }
    refuseTaken(directory, files);
    write(directory, files);
    List<String> commands = lines("next.txt").stream().map(line -> filled(line, words)).toList();
    return new NewProject(names.name(), directory, List.copyOf(files.keySet()), commands);
  }

  private Map<String, String> words(ProjectNames names, Path directory) {
    return Map.of(
        "@NAME@", names.name(),
        "@PACKAGE@", names.packageName(),
        "@PATH@", names.path(),
        "@CLASS@", names.className(),
        "@DIRECTORY@", quoted(directory),
        "@MILLRACE@", millraceVersion,
        "@API@", ApiVersion.CURRENT.toString());
  }

  private static void refuseTaken(Path directory, Map<Path, String> files) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "'" + directory + "' is a file; name a directory for the project");
    }
    String taken =
        files.keySet().stream()
            .filter(file -> Files.exists(directory.resolve(file)))
            .map(Path::toString)
            .collect(Collectors.joining(", "));
    if (!taken.isEmpty()) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "'" + directory + "' already holds " + taken + "; name another directory");
    }
  }

  private static void write(Path directory, Map<Path, String> files) {
    List<Path> written = new ArrayList<>();
    try {
      for (Map.Entry<Path, String> entry : files.entrySet()) {
        Path file = directory.resolve(entry.getKey());
        Files.createDirectories(requireNonNull(file.getParent(), "a file lies in a directory"));
        Files.writeString(file, entry.getValue(), StandardOpenOption.CREATE_NEW);
        written.add(file);
      }
    } catch (IOException e) {
      written.forEach(ProjectTemplate::deleteQuietly);
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "the project can't be written to '" + directory + "': " + e.getMessage(),
          e);
    }
  }

  /** After a failure that is reported itself. */
  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // What can't be written can perhaps not be deleted either; the user is told of the former.
      return;
    }
  }

  /** As a shell takes it. */
  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[A-Za-z0-9._/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private List<String> lines(String resource) {
    return text(resource).lines().filter(line -> !line.startsWith("#")).toList();
  }

  private String text(String resource) {
    String path = kind + "/" + resource;
    try (InputStream in =
        requireNonNull(ProjectTemplate.class.getResourceAsStream(path), "no template " + path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String filled(String text, Map<String, String> words) {
    String filled = text;
    for (Map.Entry<String, String> word : words.entrySet()) {
      filled = filled.replace(word.getKey(), word.getValue());
    }
    return filled;
  }
}
