package io.millrace.serving.model;

import static io.millrace.api.error.StandardError.INVALID_CALL;
import static io.millrace.serving.model.CallRefused.Reason.NOT_FOUND;
import static io.millrace.serving.model.CallRefused.Reason.UNSUPPORTED;

import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Models that stay as they were given. Where a request names no version, the one that was given
 * last answers; where it names no model, the only one does. Immutable.
 */
public final class FixedModels implements ModelTable {
  private static final String UNCHANGEABLE =
      "The models of this server are fixed: start it with --model to load and unload them.";

  private final Map<String, Versions> byName;

  private FixedModels(Map<String, Versions> byName) {
    this.byName = byName;
  }

  /** The versions of one model; the lease of each is shared, since none is ever unloaded. */
  private record Versions(Map<String, ModelLease> byVersion, ModelLease preferred) {}

  /**
   * A table of those versions.
   *
   * @throws MillraceException INVALID_CALL, if two have the same name and version
   */
  public static FixedModels of(List<ServedModel> models) {
    Map<String, Map<String, ServedModel>> byName = new LinkedHashMap<>();
    for (ServedModel model : models) {
      ServedModel other =
          byName
              .computeIfAbsent(model.name(), name -> new LinkedHashMap<>())
              .putIfAbsent(model.version(), model);
      if (other != null) {
        throw new MillraceException(
            INVALID_CALL,
            "Version %s of the model '%s' is given twice: by %s and by %s."
                .formatted(
                    model.version(),
                    model.name(),
                    other.modelPackage().directory(),
                    model.modelPackage().directory()));
      }
    }
    Map<String, Versions> tables = new LinkedHashMap<>();
    byName.forEach((name, versions) -> tables.put(name, versions(versions)));
    return new FixedModels(Collections.unmodifiableMap(tables));
  }

  private static Versions versions(Map<String, ServedModel> models) {
    Map<String, ModelLease> byVersion = new LinkedHashMap<>();
    models.forEach((version, model) -> byVersion.put(version, new Forever(model, "version")));
    ServedModel last = new ArrayList<>(models.values()).get(models.size() - 1);
    return new Versions(byVersion, new Forever(last, "default"));
  }

  @Override
  public ModelLease acquire(ModelCall call) {
    Versions versions = versions(call.model());
    String version = call.version();
    if (version == null) {
      return versions.preferred();
    }
    ModelLease lease = versions.byVersion().get(version);
    if (lease == null) {
      throw new CallRefused(
          NOT_FOUND,
          "The model '%s' has no version '%s' here; there is %s."
              .formatted(
                  versions.preferred().model().name(),
                  version,
                  String.join(", ", versions.byVersion().keySet())));
    }
    return lease;
  }

  @Override
  public List<ModelStatus> models() {
    List<ModelStatus> statuses = new ArrayList<>();
    for (Versions versions : byName.values()) {
      statuses.add(ModelStatus.ready(versions.preferred().model()));
      versions.byVersion().values().stream()
          .filter(lease -> lease.model() != versions.preferred().model())
          .forEach(lease -> statuses.add(ModelStatus.ready(lease.model())));
    }
    return statuses;
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void load(String model) {
    versions(model);
    throw new CallRefused(UNSUPPORTED, UNCHANGEABLE);
  }

  @Override
  public void unload(String model) {
    versions(model);
    throw new CallRefused(UNSUPPORTED, UNCHANGEABLE);
  }

  private Versions versions(@Nullable String name) {
    if (name == null && byName.size() == 1) {
      return byName.values().iterator().next();
    }
    if (name == null) {
      throw CallRefused.badInput(
          "Name the model that is to answer, in the header X-Model or the query ?model=: there is %s."
              .formatted(String.join(", ", byName.keySet())));
    }
    Versions versions = byName.get(name);
    if (versions == null) {
      throw new CallRefused(
          NOT_FOUND,
          "There is no model '%s' here; there is %s."
              .formatted(name, String.join(", ", byName.keySet())));
    }
    return versions;
  }

  /** Fixed models are never unloaded, so there is nothing to give back. */
  private record Forever(ServedModel model, String route) implements ModelLease {
    @Override
    public void close() {}
  }
}
