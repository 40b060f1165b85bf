package io.millrace.api.tracking;

import java.util.Optional;
import java.util.regex.Pattern;

/** What an alias may be called. */
public final class AliasName {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,254}");
  // Taken by MLflow: https://mlflow.org/docs/latest/model-registry.html, for the newest version and
  // for versions by number.
  private static final Pattern RESERVED = Pattern.compile("latest|v[0-9]+");

  private AliasName() {}

  /** Why a name can be no alias, as one clause; empty if it can. */
  public static Optional<String> problem(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.of(
          "'%s' can't be an alias; use a small letter, then small letters, digits, '_' and '-'"
              .formatted(name));
    }
    return RESERVED.matcher(name).matches()
        ? Optional.of(
            "'%s' can't be an alias: registries mean %s by it; take another name, as champion"
                .formatted(
                    name,
                    name.equals("latest")
                        ? "the newest version"
                        : "the version " + name.substring(1)))
        : Optional.empty();
  }
}
