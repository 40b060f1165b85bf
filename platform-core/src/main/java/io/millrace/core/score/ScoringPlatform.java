package io.millrace.core.score;

import io.millrace.api.Engine;
import io.millrace.api.PlanContext;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.file.BatchReader;
import io.millrace.core.plugin.DiscoveredStages;
import io.millrace.core.record.Places;
import io.millrace.core.record.WorkRecorder;
import io.millrace.core.secret.Secrets;
import io.millrace.core.wiring.EngineStart;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.core.wiring.World;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What scoring needs of the platform, in batches and of streams.
 *
 * @param reader of the texts that name a source or a place
 * @param stages for sources and for what packages hold
 * @param models where versions are found
 * @param secrets read only if a text names one
 * @param recorder records what is scored
 */
public record ScoringPlatform<D>(
    BatchReader<D> reader,
    CatalogStages<D> stages,
    ModelRegistry models,
    World<D> world,
    PlatformSettings settings,
    DiscoveredStages discovered,
    Supplier<Secrets> secrets,
    PlanContext<D> plan,
    WorkRecorder recorder) {
  /** With the stages of a catalog. */
  public static <D> ScoringPlatform<D> of(
      StageCatalog catalog,
      ModelRegistry models,
      World<D> world,
      PlatformSettings settings,
      DiscoveredStages discovered,
      Supplier<Secrets> secrets,
      PlanContext<D> plan,
      WorkRecorder recorder) {
    return new ScoringPlatform<>(
        new BatchReader<>(catalog, world.datasetType()),
        CatalogStages.of(catalog, world.datasetType()),
        models,
        world,
        settings,
        discovered,
        secrets,
        plan,
        recorder);
  }

  /** How the lineage calls what is read and written. */
  public Places<D> places() {
    return new Places<>(world, plan::features, text -> secrets.get().mask(text));
  }

  /** An engine for a stage of scoring; the caller closes it. */
  public Engine<D> start(String stage) {
    return EngineStart.start(settings, discovered, world, stage, settings.conf());
  }

  /** What a source is read with; its warnings go to the log. */
  public ScoreContext<D> context(EffectKey key) {
    return context(
        key,
        message ->
            System.getLogger(ScoreContext.class.getName())
                .log(System.Logger.Level.WARNING, message));
  }

  /** The same with warnings that go elsewhere. */
  public ScoreContext<D> context(EffectKey key, Consumer<String> warnings) {
    return new ScoreContext<>(plan, models, settings.home().runs(), key, warnings);
  }
}
