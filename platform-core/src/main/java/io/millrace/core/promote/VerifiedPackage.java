package io.millrace.core.promote;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.model.ModelPackage;
import java.nio.file.Path;

/** Packages of registered versions that were looked at before anybody goes by them. */
public final class VerifiedPackage {
  private VerifiedPackage() {}

  /**
   * The package of a version, found whole, and the one that was registered.
   *
   * @throws MillraceException PACKAGE_CORRUPT
   */
  public static ModelPackage of(ModelVersion version, ModelRegistry models) {
    ModelPackage found = ModelPackage.read(place(version, models));
    if (!found.packageHash().equals(version.packageHash())) {
      throw new MillraceException(
          StandardError.PACKAGE_CORRUPT,
          "the package of %s version %d at %s is another one than was registered; bring the registered one back from a backup, or run its pipeline again"
              .formatted(version.model(), version.version(), found.directory()));
    }
    return found;
  }

  private static Path place(ModelVersion version, ModelRegistry models) {
    try {
      return models.open(version);
    } catch (MillraceException e) {
      if (e.code() != StandardError.NOT_FOUND) {
        throw e;
      }
      throw new MillraceException(
          StandardError.PACKAGE_CORRUPT,
          "the package of %s version %d is gone: %s Bring it back from a backup, or run its pipeline again."
              .formatted(version.model(), version.version(), e.getMessage()),
          e);
    }
  }
}
