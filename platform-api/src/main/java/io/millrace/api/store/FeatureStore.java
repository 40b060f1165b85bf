package io.millrace.api.store;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Versioned tables of features. Publishing makes a new version and never changes an old one. The
 * methods {@link #tables}, {@link #history}, {@link #version}, {@link #versionAsOf} and {@link
 * #schema} read metadata only and need no session of an engine. Thread-safe.
 */
public interface FeatureStore<D> {
  /**
   * Publishes a frame as the next version of a table, whole or not at all. Idempotent in the key: a
   * repeat returns the version that the first call made, also after a crash and from another
   * process.
   *
   * @throws MillraceException SCHEMA_MISMATCH, if the table has another schema and {@link
   *     Publication#evolveSchema} is false; DUPLICATE_KEYS, if two rows share the key columns;
   *     STORAGE_CONFLICT, if other writers kept winning
   */
  FeatureVersion publish(D frame, Publication publication, EffectKey key);

  /**
   * The rows of a version.
   *
   * @throws MillraceException NOT_FOUND, if there is no such table or version
   */
  D read(String table, long version);

  /** The tables, sorted by name. */
  List<String> tables();

  /**
   * The versions of a table that can still be read, the newest first; empty if there is no table.
   */
  List<FeatureVersion> history(String table);

  /** The newest version; empty if there is no table. */
  default Optional<FeatureVersion> latest(String table) {
    return history(table).stream().findFirst();
  }

  /** One version; empty if there is none. */
  default Optional<FeatureVersion> version(String table, long version) {
    return history(table).stream().filter(v -> v.version() == version).findFirst();
  }

  /** The newest version that was there at that time; empty if there was none. */
  default Optional<FeatureVersion> versionAsOf(String table, Instant time) {
    return history(table).stream().filter(v -> !v.time().isAfter(time)).findFirst();
  }

  /**
   * The columns of a version.
   *
   * @throws MillraceException NOT_FOUND, if there is no such table or version
   */
  Schema schema(String table, long version);

  /** Where the table lies, as a user would go and look. */
  String location(String table);
}
