package io.millrace.api.tracking;

import io.millrace.api.effect.EffectKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names, numbered versions and movable aliases of models. Durable, thread-safe, and safe with other
 * processes: numbers have no gaps, and, where {@link TrackingTraits} say so, an alias moves in one
 * atomic step together with its history.
 */
public interface ModelRegistry {
  /**
   * Registers a package as the next version, and keeps a copy of it. Idempotent in the key.
   *
   * @param modelPackage the package's directory
   * @param packageHash SHA-256 over the package's list of files
   */
  ModelVersion register(
      String model,
      Path modelPackage,
      String packageHash,
      Map<String, Double> metrics,
      Map<String, String> tags,
      EffectKey key,
      Instant time);

  /** The names, sorted. */
  List<String> models();

  /** The versions of a model, the newest first. */
  List<ModelVersion> versions(String model);

  /** One version. */
  Optional<ModelVersion> version(String model, int version);

  /** The version that an alias names. */
  Optional<ModelVersion> alias(String model, String alias);

  /** The aliases of a model, sorted by name, each with its version. */
  Map<String, Integer> aliases(String model);

  /**
   * Lets an alias name a version, or none any more, and notes who, when, from, to and why. Moving
   * it to where it is, or removing what is not there, changes nothing and leaves no note.
   *
   * @throws io.millrace.api.error.MillraceException NOT_FOUND, if there is no such version;
   *     ALIAS_MOVED, if the alias does not name the expected one
   */
  AliasMove moveAlias(AliasChange change);

  /** The moves of a model's aliases, the newest first. */
  List<AliasMove> moves(String model);

  /** The package of a version, as a local directory only to be read. */
  Path open(ModelVersion version);
}
