package io.millrace.tracking.mlflow;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RegisteredName;
import io.millrace.tracking.mlflow.client.Artifacts;
import io.millrace.tracking.mlflow.client.MlflowError;
import io.millrace.tracking.mlflow.client.RegisteredModels;
import io.millrace.tracking.mlflow.client.RegisteredModels.RegisteredModel;
import io.millrace.tracking.mlflow.client.RegisteredModels.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Models on an MLflow server. Writers of one home come one after the other; between homes the last
 * one wins.
 */
final class MlflowModelRegistry implements ModelRegistry {

  /** Tells names of Millrace from those of others. */
  private static final String OURS = Keys.OURS + "model";

  private final RegisteredModels models;
  private final PackageShelf shelf;
  private final PackageTransfer transfer;
  private final HomeLock lock;
  private final String server;

  MlflowModelRegistry(
      RegisteredModels models,
      PackageShelf shelf,
      PackageTransfer transfer,
      HomeLock lock,
      String server) {
    this.models = models;
    this.shelf = shelf;
    this.transfer = transfer;
    this.lock = lock;
    this.server = server;
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
    ModelVersion wanted =
        new ModelVersion(model, 0, "", packageHash, key.run(), time, metrics, tags);
    try {
      return lock.with(() -> registered(wanted, modelPackage, key));
    } catch (MillraceException e) {
      if (e.code() != MlflowError.MLFLOW_UNREACHABLE) {
        throw e;
      }
      throw new MillraceException(
          e.code(),
          "%s The model '%s' was not registered, since the server counts its versions; when it is back, go on with millrace run --resume %s."
              .formatted(e.getMessage(), model, key.run()),
          e);
    }
  }

  private ModelVersion registered(ModelVersion wanted, Path modelPackage, EffectKey key) {
    String model = wanted.model();
    ensure(model);
    Optional<ModelVersion> first =
        models.versions(model).stream()
            .filter(version -> key.token().equals(version.tags().get(VersionTags.EFFECT)))
            .min(Comparator.comparingInt(Version::version))
            .flatMap(VersionTags::read);
    if (first.isPresent()) {
      return first.get();
    }
    Map<String, String> tags = VersionTags.of(wanted, PackageTransfer.hash(modelPackage), key);
    PackageShelf.Placed placed = shelf.put(wanted, modelPackage);
    Version made =
        models.createVersion(model, placed.source(), placed.run(), placed.loggedModel(), tags);
    return new ModelVersion(
        model,
        made.version(),
        VersionTags.artifact(model, made.version()),
        wanted.packageHash(),
        wanted.run(),
        wanted.time(),
        wanted.metrics(),
        wanted.tags());
  }

  private void ensure(String model) {
    Optional<RegisteredModel> there = models.get(model);
    if (there.isEmpty()) {
      try {
        models.create(model, Map.of(OURS, "1"));
      } catch (MillraceException e) {
        if (e.code() != MlflowError.MLFLOW_EXISTS) {
          throw e;
        }
      }
    } else if (!there.get().tags().containsKey(OURS)) {
      models.tag(model, OURS, "1");
    }
  }

  @Override
  public List<String> models() {
    return models.all().stream()
        .filter(model -> model.tags().containsKey(OURS))
        .map(RegisteredModel::name)
        .sorted()
        .toList();
  }

  @Override
  public List<ModelVersion> versions(String model) {
    return models.versions(model).stream()
        .sorted(Comparator.comparingInt(Version::version).reversed())
        .flatMap(version -> VersionTags.read(version).stream())
        .toList();
  }

  @Override
  public Optional<ModelVersion> version(String model, int version) {
    return models.version(model, version).flatMap(VersionTags::read);
  }

  @Override
  public Optional<ModelVersion> alias(String model, String alias) {
    Integer number = aliases(model).get(alias);
    if (number == null) {
      return Optional.empty();
    }
    Optional<ModelVersion> named = version(model, number);
    if (named.isEmpty()) {
      throw new MillraceException(
          StandardError.NOT_FOUND,
          "%s of %s names version %d on the MLflow server at %s, which Millrace did not register; move the alias to a version that millrace models list shows"
              .formatted(alias, model, number, server));
    }
    return named;
  }

  @Override
  public Map<String, Integer> aliases(String model) {
    return models.get(model).map(RegisteredModel::aliases).orElse(new TreeMap<>());
  }

  @Override
  public AliasMove moveAlias(AliasChange change) {
    return lock.with(() -> moved(change));
  }

  /** The move first, its note then: a note of what did not happen would mislead. */
  private AliasMove moved(AliasChange change) {
    Optional<RegisteredModel> model = models.get(change.model());
    if (change.to() != 0) {
      requireVersion(change.model(), change.to());
    }
    int from = model.map(found -> found.aliases().getOrDefault(change.alias(), 0)).orElse(0);
    AliasMove move = change.from(from);
    if (from != change.to() && model.isPresent()) {
      if (change.to() == 0) {
        models.removeAlias(change.model(), change.alias());
      } else {
        models.alias(change.model(), change.alias(), change.to());
      }
      AliasHistory.add(models, model.get(), move);
    }
    return move;
  }

  private void requireVersion(String model, int version) {
    if (version(model, version).isPresent()) {
      return;
    }
    int newest = versions(model).stream().mapToInt(ModelVersion::version).max().orElse(0);
    if (newest == 0) {
      throw new MillraceException(StandardError.NOT_FOUND, "there is no model '" + model + "'");
    }
    throw new MillraceException(
        StandardError.NOT_FOUND,
        "model '%s' has no version %d; it has versions 1 to %d".formatted(model, version, newest));
  }

  @Override
  public List<AliasMove> moves(String model) {
    return models.get(model).map(AliasHistory::read).orElse(List.of());
  }

  @Override
  public Path open(ModelVersion version) {
    String what = "version " + version.version() + " of '" + version.model() + "'";
    Version there =
        models
            .version(version.model(), version.version())
            .orElseThrow(
                () ->
                    new MillraceException(
                        StandardError.NOT_FOUND,
                        what + " is no longer on the MLflow server at " + server));
    Artifacts files = shelf.files(there);
    return transfer.open(
        there.tags().getOrDefault(VersionTags.FILES, version.packageHash()), files, "", what);
  }
}
