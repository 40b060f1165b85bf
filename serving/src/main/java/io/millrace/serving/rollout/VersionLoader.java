package io.millrace.serving.rollout;

import static io.millrace.api.error.StandardError.PACKAGE_CORRUPT;

import io.millrace.api.error.MillraceException;
import io.millrace.model.ModelPackage;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.InputRows;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.score.PluginOperators;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Makes a version ready to answer: its checksums are compared, it is loaded, predicts its golden
 * rows, and is warmed up. Thread-safe.
 */
public final class VersionLoader {
  private final PluginOperators operators;
  private final int warmUpCalls;

  /**
   * A loader.
   *
   * @param operators run the packages' steps
   * @param warmUpCalls so many rows, at least, are scored before a version answers
   */
  public VersionLoader(PluginOperators operators, int warmUpCalls) {
    this.operators = operators;
    this.warmUpCalls = warmUpCalls;
  }

  /**
   * Loads a version.
   *
   * @throws MillraceException telling in one sentence why it can't be served
   */
  ServedModel load(VersionSource.Version version, Path directory) {
    return load(
        directory,
        found -> {
          if (!found.packageHash().equals(version.packageHash())) {
            throw new MillraceException(
                PACKAGE_CORRUPT,
                "The model package at %s is not the one that was registered as version %d of '%s'."
                    .formatted(directory, version.number(), version.model()));
          }
          return new Named(version.model(), Integer.toString(version.number()));
        });
  }

  /** What requests call a model and its version. */
  public record Named(String model, String version) {}

  /**
   * Loads a package.
   *
   * @param naming checks the package and names it
   * @throws MillraceException telling in one sentence why it can't be served
   */
  public ServedModel load(Path directory, Function<ModelPackage, Named> naming) {
    try {
      ModelPackage found = ModelPackage.read(directory);
      Named named = naming.apply(found);
      ServedModel model =
          ServedModel.load(named.model(), named.version(), found, operators.forPackage(found));
      GoldenCheck golden = GoldenCheck.kept(model);
      golden.run();
      warmUp(model, golden.inputs());
      return model;
    } catch (MillraceException e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new MillraceException(
          PACKAGE_CORRUPT,
          "The model package at %s can't be loaded: %s.".formatted(directory, e),
          e);
    }
  }

  private void warmUp(ServedModel model, InputRows rows) {
    for (int done = 0; done < warmUpCalls; done += rows.rows()) {
      try {
        model.score(rows, System.nanoTime() + 60_000_000_000L);
      } catch (CallRefused e) {
        // Without golden rows it has only nulls, which a model may refuse.
        return;
      }
    }
  }
}
