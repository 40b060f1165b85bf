package io.millrace.core.wiring;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.Lease;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The memory of a home that has none yet: a command that only looks must not make a database.
 * Nothing is kept, nothing is registered, and nothing can be written.
 */
public final class UnmadeTracking {
  private UnmadeTracking() {}

  /** A journal without entries. */
  public static Journal journal() {
    return new NoJournal();
  }

  /** A registry without models. */
  public static ModelRegistry models() {
    return new NoModels();
  }

  private static IllegalStateException readOnly() {
    return new IllegalStateException("a command that only looks may not write");
  }

  private static final class NoJournal implements Journal {
    @Override
    public Optional<KeptOutput> kept(String fingerprint) {
      return Optional.empty();
    }

    @Override
    public void keep(KeptOutput output) {
      throw readOnly();
    }

    @Override
    public List<KeptOutput> keptOutputs() {
      return List.of();
    }

    @Override
    public void forget(String fingerprint) {
      throw readOnly();
    }

    @Override
    public void intend(EffectKey key) {
      throw readOnly();
    }

    @Override
    public void done(EffectKey key, Receipt receipt) {
      throw readOnly();
    }

    @Override
    public Optional<Receipt> effect(EffectKey key) {
      return Optional.empty();
    }

    @Override
    public Lease acquire(Lease wanted, Predicate<Lease> ended) {
      throw readOnly();
    }

    @Override
    public Optional<Lease> lease(String run) {
      return Optional.empty();
    }

    @Override
    public boolean heartbeat(Lease lease) {
      throw readOnly();
    }

    @Override
    public void release(Lease lease) {
      throw readOnly();
    }

    @Override
    public void deleteRun(String run) {
      throw readOnly();
    }
  }

  private static final class NoModels implements ModelRegistry {
    @Override
    public ModelVersion register(
        String model,
        Path modelPackage,
        String packageHash,
        Map<String, Double> metrics,
        Map<String, String> tags,
        EffectKey key,
        Instant time) {
      throw readOnly();
    }

    @Override
    public List<String> models() {
      return List.of();
    }

    @Override
    public List<ModelVersion> versions(String model) {
      return List.of();
    }

    @Override
    public Optional<ModelVersion> version(String model, int version) {
      return Optional.empty();
    }

    @Override
    public Optional<ModelVersion> alias(String model, String alias) {
      return Optional.empty();
    }

    @Override
    public Map<String, Integer> aliases(String model) {
      return Map.of();
    }

    @Override
    public AliasMove moveAlias(AliasChange change) {
      throw readOnly();
    }

    @Override
    public List<AliasMove> moves(String model) {
      return List.of();
    }

    @Override
    public Path open(ModelVersion version) {
      throw readOnly();
    }
  }
}
