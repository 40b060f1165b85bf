package io.millrace.tracking.mlflow.client;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Files of a server that hands out directories of this machine, or of a mount. */
final class LocalArtifacts implements Artifacts {
  private final Path root;

  LocalArtifacts(Path root) {
    this.root = root;
  }

  @Override
  public void upload(Path file, String path) {
    Path target = inside(path);
    try {
      Path parent = target.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed("can't write MLflow's artifact " + target, e);
    }
  }

  @Override
  public List<Entry> list(String directory) {
    Path from = inside(directory);
    if (!Files.isDirectory(from)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(from)) {
      return files.sorted().map(file -> entry(directory, file)).toList();
    } catch (IOException e) {
      throw failed("can't list MLflow's artifacts in " + from, e);
    }
  }

  private static Entry entry(String directory, Path file) {
    String path = (directory.isEmpty() ? "" : directory + "/") + file.getFileName();
    boolean isDirectory = Files.isDirectory(file);
    try {
      return new Entry(path, isDirectory, isDirectory ? 0 : Files.size(file));
    } catch (IOException e) {
      throw failed("can't read MLflow's artifact " + file, e);
    }
  }

  @Override
  public void download(String path, Path file) {
    Path source = inside(path);
    if (!Files.isRegularFile(source)) {
      throw new MillraceException(
          MlflowError.MLFLOW_NOT_FOUND, "There is no MLflow artifact " + source + ".");
    }
    try {
      Files.copy(source, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed("can't read MLflow's artifact " + source, e);
    }
  }

  private Path inside(String path) {
    Path target = root.resolve(path).normalize();
    if (!target.startsWith(root)) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "'" + path + "' leads out of MLflow's artifacts.");
    }
    return target;
  }

  private static MillraceException failed(String what, IOException cause) {
    return new MillraceException(StandardError.STORAGE_FAILED, what + " (" + cause + ")", cause);
  }
}
