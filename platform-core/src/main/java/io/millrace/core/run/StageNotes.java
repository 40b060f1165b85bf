package io.millrace.core.run;

import io.millrace.api.EvaluationTable;
import io.millrace.api.StageContext;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.StageFigures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The context of one stage's calls in one run; collects what the stage notes. */
final class StageNotes<D> implements StageContext<D> {
  private final EffectKey effect;
  private final long seed;
  private final RunServices<D> services;
  private final BooleanSupplier cancelled;
  private final Consumer<String> warnings;
  private final BiFunction<String, String, OptionalInt> judgedAgainst;
  private final AtomicLong rows = new AtomicLong(-1);
  private final Map<String, String> facts = Collections.synchronizedMap(new LinkedHashMap<>());

  StageNotes(
      EffectKey effect,
      long seed,
      RunServices<D> services,
      BooleanSupplier cancelled,
      Consumer<String> warnings,
      BiFunction<String, String, OptionalInt> judgedAgainst) {
    this.judgedAgainst = judgedAgainst;
    this.effect = effect;
    this.seed = seed;
    this.services = services;
    this.cancelled = cancelled;
    this.warnings = warnings;
  }

  /** What the stage noted, in order. */
  Map<String, String> facts() {
    synchronized (facts) {
      return new LinkedHashMap<>(facts);
    }
  }

  @Override
  public FeatureStore<D> features() {
    return services.features();
  }

  @Override
  public String stage() {
    return effect.stage();
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public EffectKey effect() {
    return effect;
  }

  @Override
  public ModelRegistry models() {
    return services.models();
  }

  @Override
  public AliasMove promote(ModelVersion version, String alias) {
    String model = version.model();
    AliasChange change =
        AliasChange.move(
            model, alias, version.version(), services.user(), "run " + effect.run(), Instant.now());
    OptionalInt judged = judgedAgainst.apply(model, alias);
    boolean isThere = models().aliases(model).getOrDefault(alias, 0) == version.version();
    if (judged.isEmpty() || isThere) {
      return models().moveAlias(change);
    }
    try {
      return models().moveAlias(change.expecting(judged.getAsInt()));
    } catch (MillraceException e) {
      throw e.code() == StandardError.ALIAS_MOVED ? moved(version, alias, judged.getAsInt(), e) : e;
    }
  }

  private MillraceException moved(
      ModelVersion version, String alias, int judged, MillraceException cause) {
    return new MillraceException(
        StandardError.ALIAS_MOVED,
        "the gates compared with %s as %s of %s, and someone moved that alias meanwhile: version %d is registered without it; 'millrace run --resume %s' judges it against the one that has the alias now"
            .formatted(
                judged == 0 ? "no version" : "version " + judged,
                alias,
                version.model(),
                version.version(),
                effect.run()),
        cause);
  }

  @Override
  public Path scratch() {
    try {
      Path directory = services.runs().resolve(effect.run()).resolve("scratch").resolve(stage());
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void fact(String name, String value) {
    facts.put(name, services.mask().apply(value));
  }

  @Override
  public void table(EvaluationTable table) {
    TableFacts.write(List.of(table)).forEach(this::fact);
  }

  @Override
  public void curve(EvaluationTable curve) {
    TableFacts.writeCurves(List.of(curve)).forEach(this::fact);
  }

  @Override
  public void rows(long count) {
    rows.set(count);
  }

  /** The figures, with the rows that the stage noted. */
  StageFigures completed(StageFigures figures) {
    long noted = rows.get();
    return noted < 0 ? figures : figures.withRows(noted);
  }

  @Override
  public void warn(String message) {
    warnings.accept(services.mask().apply(message));
  }

  @Override
  public void checkCancelled() {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("the run was cancelled");
    }
  }
}
