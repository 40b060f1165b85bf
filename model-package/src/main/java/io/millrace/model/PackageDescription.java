package io.millrace.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code model.json} says, beside its list of files.
 *
 * @param name the model's name
 * @param pipeline the pipeline that made it
 * @param run the run that made it
 * @param created when
 * @param signature the columns that it takes and gives
 * @param classes the classes in the order of the probability vector; empty if this is no classifier
 * @param labelOrNull the column that it predicts; null for unsupervised models
 * @param weightOrNull the column that weighed rows
 * @param metrics by {@code STAGE.METRIC}
 * @param lineage where it comes from
 * @param steps in the order in which they run, the trainer last
 */
public record PackageDescription(
    String name,
    String pipeline,
    String run,
    Instant created,
    Signature signature,
    List<String> classes,
    @JsonProperty("label") @Nullable String labelOrNull,
    @JsonProperty("weight") @Nullable String weightOrNull,
    Map<String, Double> metrics,
    Lineage lineage,
    List<PackageStep> steps) {
  public PackageDescription {
    requireNonNull(name, "name is null");
    requireNonNull(pipeline, "pipeline is null");
    requireNonNull(run, "run is null");
    requireNonNull(created, "created is null");
    requireNonNull(signature, "signature is null");
    classes = List.copyOf(classes);
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    requireNonNull(lineage, "lineage is null");
    steps = List.copyOf(steps);
    if (steps.stream().map(PackageStep::stage).distinct().count() != steps.size()) {
      throw new IllegalArgumentException("two steps of the package have one stage id");
    }
  }

  /** The column that the model predicts. */
  public Optional<String> label() {
    return Optional.ofNullable(labelOrNull);
  }

  /** The column that weighed rows. */
  public Optional<String> weight() {
    return Optional.ofNullable(weightOrNull);
  }
}
