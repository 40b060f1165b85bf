package io.millrace.core.pipeline;

import static java.util.Objects.requireNonNull;

import io.millrace.api.Stage;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.schema.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A stage of a checked pipeline.
 *
 * @param id its id
 * @param factory what made it
 * @param stage the stage, made from {@code options}
 * @param options every option by name with its value, defaults filled in, as JSON values (text,
 *     number, boolean, list, map, null) and in the record's order; a secret stands as {@code
 *     ${secret:X}}, so this may be shown, kept and hashed
 * @param inputs the ids of the stages it reads, by input name, in order: {@code input} for {@code
 *     from: x}, the ids themselves for {@code from: [x, y]}, the given names for a map
 * @param codeHash the hash of the provider's code
 * @param schema the schema of what it yields: of each part behind a split, of the predictions
 *     behind a trainer
 * @param settings what the file says beside the options
 * @param binder makes the stage anew with other options, for tuning
 */
public record PipelineStage<D>(
    String id,
    StageFactory<D, ?> factory,
    Stage<D> stage,
    Map<String, Object> options,
    Map<String, String> inputs,
    String codeHash,
    Schema schema,
    StageSettings<D> settings,
    Binder<D> binder) {
  public PipelineStage {
    requireNonNull(id, "id is null");
    // Not Map.copyOf: order counts, and an option may be null.
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
  }

  /** The factory's name. */
  public String use() {
    return factory.name();
  }

  /** The port it implements. */
  public StageKind kind() {
    return factory.kind();
  }

  /** The same stage with something else said beside its options. */
  public PipelineStage<D> withSettings(StageSettings<D> said) {
    return new PipelineStage<>(id, factory, stage, options, inputs, codeHash, schema, said, binder);
  }

  /** The same stage with some options replaced. */
  public PipelineStage<D> withOptions(Map<String, Object> replaced) {
    if (replaced.isEmpty()) {
      return this;
    }
    Bound<D> bound = binder.bind(replaced);
    return new PipelineStage<>(
        id, factory, bound.stage(), bound.options(), inputs, codeHash, schema, settings, binder);
  }

  /** What another stage is made of, in this one's place and with what the file says beside it. */
  public PipelineStage<D> as(PipelineStage<D> other) {
    return new PipelineStage<>(
        id,
        other.factory(),
        other.stage(),
        other.options(),
        inputs,
        other.codeHash(),
        other.schema(),
        settings,
        other.binder());
  }

  /** Makes a stage from the file's options with some of them replaced. */
  @FunctionalInterface
  public interface Binder<D> {
    /**
     * Binds.
     *
     * @param replaced JSON values by option name
     * @throws io.millrace.api.error.MillraceException if a value does not fit the option
     */
    Bound<D> bind(Map<String, Object> replaced);
  }

  /**
   * A stage and the options that it was made from.
   *
   * @param stage the stage
   * @param options as in {@link PipelineStage#options}
   */
  public record Bound<D>(Stage<D> stage, Map<String, Object> options) {}

  /** The stage that it reads under a name; it must read one. */
  public String input(String name) {
    return requireNonNull(inputs.get(name), () -> "'" + id + "' reads no '" + name + "'");
  }
}
