package io.millrace.testkit.memory;

import static java.util.Objects.requireNonNull;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureVersion;
import io.millrace.api.store.Publication;
import io.millrace.api.store.Publication.Mode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A feature store in memory. {@link #another} gives a second process its own handle. */
public final class MemoryFeatureStore implements FeatureStore<Table> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

  private final Shared shared;
  private final InstantSource clock;

  private MemoryFeatureStore(Shared shared, InstantSource clock) {
    this.shared = shared;
    this.clock = requireNonNull(clock, "clock is null");
  }

  /** An empty store. */
  public static MemoryFeatureStore empty() {
    return empty(InstantSource.system());
  }

  /** An empty store that takes the times of versions from a clock. */
  public static MemoryFeatureStore empty(InstantSource clock) {
    return new MemoryFeatureStore(new Shared(), clock);
  }

  /** Another handle on the same tables. */
  public MemoryFeatureStore another() {
    return new MemoryFeatureStore(shared, clock);
  }

  /** A version with its rows. */
  private record Kept(FeatureVersion version, Table rows) {}

  /** What all handles see; guarded by itself. */
  private static final class Shared {
    private final Map<String, List<Kept>> tables = new TreeMap<>();
    private final Map<String, FeatureVersion> effects = new HashMap<>();
  }

  @Override
  public FeatureVersion publish(Table frame, Publication publication, EffectKey key) {
    synchronized (shared) {
      FeatureVersion first = shared.effects.get(key.token());
      if (first != null) {
        return first;
      }
      check(publication);
      List<Kept> versions = shared.tables.getOrDefault(publication.table(), List.of());
      Table rows = TablePublication.of(publication, frame, newest(versions));
      FeatureVersion version =
          new FeatureVersion(
              publication.table(),
              versions.size(),
              clock.instant(),
              publication.mode() == Mode.MERGE ? "MERGE" : "WRITE",
              key.run(),
              Map.of("rows", Integer.toString(rows.size())));
      shared
          .tables
          .computeIfAbsent(publication.table(), name -> new ArrayList<>())
          .add(new Kept(version, rows));
      shared.effects.put(key.token(), version);
      return version;
    }
  }

  private static Optional<Table> newest(List<Kept> versions) {
    return versions.isEmpty()
        ? Optional.empty()
        : Optional.of(versions.get(versions.size() - 1).rows());
  }

  private static void check(Publication publication) {
    if (!NAME.matcher(publication.table()).matches()) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "'"
              + publication.table()
              + "' can't name a feature table; use letters, digits, '_' and '-'");
    }
    if (publication.mode() == Mode.MERGE && publication.keys().isEmpty()) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "merging into feature table '" + publication.table() + "' needs keys");
    }
  }

  @Override
  public Table read(String table, long version) {
    return kept(table, version).rows();
  }

  @Override
  public Schema schema(String table, long version) {
    return kept(table, version).rows().schema();
  }

  private Kept kept(String table, long version) {
    synchronized (shared) {
      List<Kept> versions = shared.tables.getOrDefault(table, List.of());
      if (versions.isEmpty()) {
        throw new MillraceException(
            StandardError.NOT_FOUND, "there is no feature table '" + table + "'");
      }
      if (version < 0 || version >= versions.size()) {
        throw new MillraceException(
            StandardError.NOT_FOUND,
            "feature table '%s' has no version %d; it has versions 0 to %d"
                .formatted(table, version, versions.size() - 1));
      }
      return versions.get((int) version);
    }
  }

  @Override
  public List<String> tables() {
    synchronized (shared) {
      return List.copyOf(shared.tables.keySet());
    }
  }

  @Override
  public List<FeatureVersion> history(String table) {
    synchronized (shared) {
      List<FeatureVersion> newestFirst = new ArrayList<>();
      shared
          .tables
          .getOrDefault(table, List.of())
          .forEach(kept -> newestFirst.add(0, kept.version()));
      return newestFirst;
    }
  }

  @Override
  public String location(String table) {
    return "memory:features/" + table;
  }
}
