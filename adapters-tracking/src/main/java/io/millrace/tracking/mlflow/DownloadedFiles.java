package io.millrace.tracking.mlflow;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.tracking.mlflow.client.Artifacts;
import io.millrace.tracking.mlflow.client.MlflowError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Files of runs, brought from the server into a directory to be read. */
final class DownloadedFiles {
  private final RunSite site;
  private final Path directory;

  DownloadedFiles(RunSite site, Path directory) {
    this.site = site;
    this.directory = directory;
  }

  /**
   * The file of a name, as the server has it now.
   *
   * @throws MillraceException NOT_FOUND, if there is none
   */
  Path download(String run, String artifact) {
    Artifacts artifacts =
        site.find(run).map(site::artifacts).orElseThrow(() -> noFile(run, artifact));
    Path target = directory.resolve(Keys.hash(run).substring(0, 16)).resolve(artifact).normalize();
    Path part = target.resolveSibling("." + UUID.randomUUID());
    try {
      Files.createDirectories(part.resolveSibling("."));
      try {
        artifacts.download(artifact, part);
        return Files.move(
            part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (MillraceException e) {
      throw e.code() == MlflowError.MLFLOW_NOT_FOUND ? noFile(run, artifact) : e;
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "can't keep a file in " + target + " (" + e + ")", e);
    }
  }

  private static MillraceException noFile(String run, String artifact) {
    return new MillraceException(
        StandardError.NOT_FOUND, "run '" + run + "' has no file '" + artifact + "'");
  }
}
