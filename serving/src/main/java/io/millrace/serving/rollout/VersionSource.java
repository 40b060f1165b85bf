package io.millrace.serving.rollout;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where versions come from: a registry, or what stands in for it. Thread-safe. */
public interface VersionSource {
  /**
   * The versions that targets name now.
   *
   * @param model the model's name
   * @param targets aliases, or numbers of versions
   * @return by target; those that name nothing are left out
   * @throws io.millrace.api.error.MillraceException if the source can't be reached
   */
  Map<String, Version> versions(String model, List<String> targets);

  /**
   * A version's package, as a local directory only to be read.
   *
   * @throws io.millrace.api.error.MillraceException if the source can't be reached, or has it no
   *     more
   */
  Path open(Version version);

  /**
   * A version.
   *
   * @param model the model's name
   * @param number the version's
   * @param packageHash what the package's hash has to be
   */
  record Version(String model, int number, String packageHash) {
    public Version {
      requireNonNull(model, "model is null");
      requireNonNull(packageHash, "packageHash is null");
    }
  }
}
