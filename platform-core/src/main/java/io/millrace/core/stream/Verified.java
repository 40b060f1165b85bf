package io.millrace.core.stream;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.model.ModelPackage;

/** A registered version whose package is whole, and the one that was registered. */
public record Verified(ModelVersion version, ModelPackage source) {
  /**
   * Reads all files of the package.
   *
   * @throws MillraceException PACKAGE_CORRUPT, PACKAGE_TOO_NEW
   */
  public static Verified of(ModelVersion version, ModelRegistry models) {
    ModelPackage source = ModelPackage.read(models.open(version));
    if (!source.packageHash().equals(version.packageHash())) {
      throw new MillraceException(
          StandardError.PACKAGE_CORRUPT,
          "the package of %s version %d is not the one that was registered: its hash is another"
              .formatted(version.model(), version.version()));
    }
    return new Verified(version, source);
  }
}
