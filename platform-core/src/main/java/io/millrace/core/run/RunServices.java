package io.millrace.core.run;

import io.millrace.api.store.ArtifactStore;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.RunTracker;
import io.millrace.core.model.StageResolver;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.wiring.World;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a run works with.
 *
 * @param world the engine's world
 * @param features feature tables
 * @param artifacts where kept outputs and packages go
 * @param journal what is kept, done and leased
 * @param tracker remembers the run
 * @param models the registry
 * @param resolver makes the stages that registered packages name
 * @param plugin finds the jar of a stage that is not built in
 * @param runs the directory for runs' scratch space
 * @param mask hides secrets in a text
 * @param user who runs
 */
public record RunServices<D>(
    World<D> world,
    FeatureStore<D> features,
    ArtifactStore artifacts,
    Journal journal,
    RunTracker tracker,
    ModelRegistry models,
    StageResolver<D> resolver,
    Function<PipelineStage<D>, Optional<Path>> plugin,
    Path runs,
    UnaryOperator<String> mask,
    String user) {}
