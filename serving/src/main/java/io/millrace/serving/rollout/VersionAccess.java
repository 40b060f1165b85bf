package io.millrace.serving.rollout;

import static io.millrace.api.error.StandardError.NOT_FOUND;

import io.millrace.api.error.MillraceException;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.rollout.VersionSource.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Asks the registry, and loads what is not loaded yet. Thread-safe. */
final class VersionAccess {
  private final VersionSource source;
  private final VersionLoader loader;
  private final RolloutListener listener;
  private final InstantSource clock;
  private final StateCell state;

  /** Loads come one after another, so that a version is never loaded twice at once. */
  private final ReentrantLock loading = new ReentrantLock();

  private volatile SourceStatus status;

  VersionAccess(
      VersionSource source,
      VersionLoader loader,
      RolloutListener listener,
      InstantSource clock,
      StateCell state) {
    this.source = source;
    this.loader = loader;
    this.listener = listener;
    this.clock = clock;
    this.state = state;
    this.status = new SourceStatus(clock.instant(), null);
  }

  /**
   * How the registry stands.
   *
   * @param answered when it answered last
   * @param failure why it does not now; null if it does
   */
  record SourceStatus(Instant answered, @Nullable String failure) {}

  SourceStatus status() {
    return status;
  }

  /** Whether a target is an alias, which may move; else it is a number. */
  static boolean isAlias(String target) {
    return !target.matches("[0-9]+");
  }

  static MillraceException noTarget(String model, String target) {
    return new MillraceException(
        NOT_FOUND,
        "The registry has no %s '%s' of a model '%s'."
            .formatted(isAlias(target) ? "alias" : "version", target, model));
  }

  /** Begins a change, which others that load wait for. */
  Change begin() {
    loading.lock();
    return new Change();
  }

  /** Static, as what a version holds lives as long as the version does. */
  private static Resident resident(ServedModel model, RolloutListener listener) {
    return new Resident(model, () -> listener.letGo(model));
  }

  /** A change that is being made; the versions that it asks for stay loaded until it is closed. */
  final class Change implements AutoCloseable {
    private final List<Resident> held = new ArrayList<>();

    private Change() {}

    /** The versions that targets name now. */
    Map<String, Version> ask(String model, List<String> targets) {
      try {
        Map<String, Version> found = source.versions(model, targets);
        boolean wasGone = status.failure() != null;
        status = new SourceStatus(clock.instant(), null);
        if (wasGone) {
          listener.registryRecovered();
        }
        return found;
      } catch (MillraceException e) {
        String reason = String.valueOf(e.getMessage());
        boolean isNew = !reason.equals(status.failure());
        status = new SourceStatus(status.answered(), reason);
        if (isNew) {
          listener.registryFailed(model, reason);
        }
        throw e;
      }
    }

    /**
     * The versions that targets name, ready to answer.
     *
     * @throws MillraceException NOT_FOUND, if one names none; why one can't be served
     */
    Map<String, Resident> load(String model, List<String> targets) {
      Map<String, Resident> loaded = new LinkedHashMap<>();
      Map<String, Version> found = targets.isEmpty() ? Map.of() : ask(model, targets);
      for (String target : targets) {
        Version version = found.get(target);
        if (version == null) {
          throw noTarget(model, target);
        }
        loaded.put(target, resident(version));
      }
      return loaded;
    }

    /** One version, ready to answer. */
    Resident load(String model, String target) {
      return load(model, List.of(target)).values().iterator().next();
    }

    /** A version, ready to answer. */
    Resident resident(Version version) {
      Resident resident = there(version).orElseGet(() -> loaded(version));
      held.add(resident);
      return resident;
    }

    private Optional<Resident> there(Version version) {
      Set<Resident> known = new HashSet<>(held);
      known.addAll(state.get().residents());
      return known.stream()
          .filter(resident -> is(resident.model(), version))
          .filter(Resident::acquire)
          .findFirst();
    }

    private static boolean is(ServedModel model, Version version) {
      return model.name().equals(version.model())
          && model.version().equals(Integer.toString(version.number()))
          && model.packageHash().equals(version.packageHash());
    }

    private Resident loaded(Version version) {
      Instant start = clock.instant();
      ServedModel model = loader.load(version, source.open(version));
      double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
      listener.loaded(model, seconds);
      return VersionAccess.resident(model, listener);
    }

    @Override
    public void close() {
      held.forEach(Resident::release);
      held.clear();
      loading.unlock();
    }
  }
}
