package io.millrace.testkit.memory;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.ArtifactStore;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RegisteredName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Models in memory; their packages lie in an artifact store. */
final class MemoryModelRegistry implements ModelRegistry {
  private static final MemoryDatabase.Model NONE = new MemoryDatabase.Model();

  private final MemoryDatabase database;
  private final ArtifactStore artifacts;

  MemoryModelRegistry(MemoryDatabase database, ArtifactStore artifacts) {
    this.database = database;
    this.artifacts = artifacts;
  }

  @Override
  public ModelVersion register(
      String model,
      Path modelPackage,
      String packageHash,
      Map<String, Double> metrics,
      Map<String, String> tags,
      EffectKey key,
      Instant time) {
    RegisteredName.require(model);
    synchronized (database) {
      ModelVersion first = database.registrations.get(key.token());
      if (first != null) {
        return first;
      }
      int number = model(model).versions.size() + 1;
      String artifact = "models/" + model + "/" + number;
      artifacts.publish(artifact, directory -> copy(modelPackage, directory));
      ModelVersion version =
          new ModelVersion(model, number, artifact, packageHash, key.run(), time, metrics, tags);
      database
          .models
          .computeIfAbsent(model, name -> new MemoryDatabase.Model())
          .versions
          .add(version);
      database.registrations.put(key.token(), version);
      return version;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private MemoryDatabase.Model model(String model) {
    return database.models.getOrDefault(model, NONE);
  }

  @Override
  public List<String> models() {
    synchronized (database) {
      return List.copyOf(database.models.keySet());
    }
  }

  @Override
  public List<ModelVersion> versions(String model) {
    synchronized (database) {
      return newestFirst(model(model).versions);
    }
  }

  private static <T> List<T> newestFirst(List<T> oldestFirst) {
    List<T> result = new ArrayList<>(oldestFirst);
    Collections.reverse(result);
    return result;
  }

  @Override
  public Optional<ModelVersion> version(String model, int version) {
    synchronized (database) {
      return model(model).versions.stream().filter(v -> v.version() == version).findFirst();
    }
  }

  @Override
  public Optional<ModelVersion> alias(String model, String alias) {
    synchronized (database) {
      return Optional.ofNullable(model(model).aliases.get(alias))
          .flatMap(version -> version(model, version));
    }
  }

  @Override
  public Map<String, Integer> aliases(String model) {
    synchronized (database) {
      return Collections.unmodifiableMap(new TreeMap<>(model(model).aliases));
    }
  }

  @Override
  public AliasMove moveAlias(AliasChange change) {
    synchronized (database) {
      if (change.to() != 0) {
        requireVersion(change.model(), change.to());
      }
      MemoryDatabase.Model known = model(change.model());
      AliasMove move = change.from(known.aliases.getOrDefault(change.alias(), 0));
      if (move.from() != move.to()) {
        if (move.to() == 0) {
          known.aliases.remove(move.alias());
        } else {
          known.aliases.put(move.alias(), move.to());
        }
        known.moves.add(move);
      }
      return move;
    }
  }

  private void requireVersion(String model, int version) {
    int newest = model(model).versions.size();
    if (newest == 0) {
      throw new MillraceException(StandardError.NOT_FOUND, "there is no model '" + model + "'");
    }
    if (version < 1 || version > newest) {
      throw new MillraceException(
          StandardError.NOT_FOUND,
          "model '%s' has no version %d; it has versions 1 to %d"
              .formatted(model, version, newest));
    }
  }

  @Override
  public List<AliasMove> moves(String model) {
    synchronized (database) {
      return newestFirst(model(model).moves);
    }
  }

  @Override
  public Path open(ModelVersion version) {
    return artifacts.open(version.artifact());
  }
}
