package io.millrace.api;

import io.millrace.api.effect.Receipt;
import java.nio.file.Path;

/** Brings a finished model package to where it is used. */
public non-sealed interface Deployer<D> extends Stage<D> {
  /** What is deployed, and under which name. */
  DeploymentTarget target();

  /**
   * Whether it registers the package as a version, so that its receipt says {@code model} and
   * {@code version}: then a {@link VersionDeployer} may stand behind it.
   */
  default boolean registers() {
    return false;
  }

  /**
   * Deploys, visibly whole or not at all. Idempotent in {@code context.effect()}.
   *
   * @param modelPackage the package's directory, finished and verified by core; only to be read
   * @return what was done; a deployer that registers a version says {@code model}, {@code version}
   *     and, comma-separated, {@code aliases}
   */
  Receipt deploy(Path modelPackage, StageContext<D> context);
}
