package io.millrace.core.score;

import io.millrace.api.EvaluationTable;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The context of an ingestor that reads rows to be scored: there is no run to note anything in. */
public final class ScoreContext<D> implements StageContext<D> {
  private final PlanContext<D> plan;
  private final ModelRegistry models;
  private final Path runs;
  private final EffectKey effect;
  private final Consumer<String> warnings;

  /**
   * Within one effect.
   *
   * @param warnings are told what the ingestor warns of
   */
  public ScoreContext(
      PlanContext<D> plan,
      ModelRegistry models,
      Path runs,
      EffectKey effect,
      Consumer<String> warnings) {
    this.warnings = warnings;
    this.plan = plan;
    this.models = models;
    this.runs = runs;
    this.effect = effect;
  }

  @Override
  public FeatureStore<D> features() {
    return plan.features();
  }

  @Override
  public String stage() {
    return effect.stage();
  }

  @Override
  public long seed() {
    return 0;
  }

  @Override
  public EffectKey effect() {
    return effect;
  }

  @Override
  public ModelRegistry models() {
    return models;
  }

  @Override
  public AliasMove promote(ModelVersion version, String alias) {
    throw new UnsupportedOperationException("nothing is registered outside a run");
  }

  @Override
  public Path scratch() {
    try {
      return Files.createTempDirectory(Files.createDirectories(runs), "score-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void fact(String name, String value) {}

  @Override
  public void table(EvaluationTable table) {}

  @Override
  public void curve(EvaluationTable curve) {}

  @Override
  public void rows(long count) {
    // The engine counts what is written.
  }

  @Override
  public void warn(String message) {
    warnings.accept(message);
  }

  @Override
  public void checkCancelled() {}
}
