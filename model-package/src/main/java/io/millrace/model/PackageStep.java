package io.millrace.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.api.StageKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stage on the way from the package's first frame to its predictions.
 *
 * @param stage the stage's id
 * @param use the factory's name, as {@code transform/impute}
 * @param kind transformer or trainer
 * @param options as they stood when the model was trained: JSON values (null, booleans, numbers,
 *     texts, lists, maps with text keys)
 * @param codeHash hash of the classes that the stage came from
 * @param afterSplit whether the stage stood behind the split, and so learnt from training rows only
 * @param pluginOrNull file name below {@code plugins/} of the jar that the stage came from; null
 *     for a built-in one
 */
public record PackageStep(
    String stage,
    String use,
    StageKind kind,
    Map<String, @Nullable Object> options,
    String codeHash,
    boolean afterSplit,
    @JsonProperty("plugin") @Nullable String pluginOrNull) {
  public PackageStep {
    requireNonNull(stage, "stage is null");
    requireNonNull(use, "use is null");
    requireNonNull(kind, "kind is null");
    if (kind != StageKind.TRANSFORMER && kind != StageKind.TRAINER) {
      throw new IllegalArgumentException(
          "stage '"
              + stage
              + "' is a "
              + kind.text()
              + "; packages hold transformers and trainers");
    }
    if (!stage.matches("[a-z][a-z0-9_-]*")) {
      throw new IllegalArgumentException("'" + stage + "' is no stage id");
    }
    requireNonNull(codeHash, "codeHash is null");
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** The jar below {@code plugins/} that the stage came from. */
  public Optional<String> plugin() {
    return Optional.ofNullable(pluginOrNull);
  }

  /** The directory, relative to the package, that holds what the stage learnt. */
  public String state() {
    return "state/" + stage;
  }
}
