package io.millrace.core.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that passed every check that needs no rows.
 *
 * @param name its name
 * @param seed the seed that all stages' seeds derive from
 * @param params the values of {@code params:}, as text, secrets as they were written
 * @param engineSettings the {@code spark:} map
 * @param trackingOrNull the {@code tracking:} address
 * @param stages in an order in which every stage comes after its inputs; else as in the file
 * @param resolved the resolved file as JSON, secrets as they were written
 */
public record Pipeline<D>(
    String name,
    long seed,
    Map<String, String> params,
    Map<String, String> engineSettings,
    @Nullable String trackingOrNull,
    List<PipelineStage<D>> stages,
    String resolved) {
  public Pipeline {
    params = Map.copyOf(params);
    engineSettings = Map.copyOf(engineSettings);
    stages = List.copyOf(stages);
  }

  /** The {@code tracking:} address. */
  public Optional<String> tracking() {
    return Optional.ofNullable(trackingOrNull);
  }

  /** The stage of that id, which must be there. */
  public PipelineStage<D> stage(String id) {
    return stages.stream()
        .filter(stage -> stage.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stage '" + id + "'"));
  }

  /** The stages that read a stage's output, in order. */
  public List<PipelineStage<D>> readers(String id) {
    return stages.stream().filter(stage -> stage.inputs().containsValue(id)).toList();
  }

  /** The name alone: settings may hold secrets. */
  @Override
  public String toString() {
    return "pipeline " + name;
  }
}
