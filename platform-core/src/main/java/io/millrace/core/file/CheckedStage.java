package io.millrace.core.file;

import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.StageSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A draft with all that was found out about it.
 *
 * @param draft as the file has it
 * @param madeOrNull the stage; null if its options did not fit
 * @param flow what it hands on
 * @param settings what the file says beside the options
 */
record CheckedStage<D>(
    StageDraft draft, @Nullable MadeStage<D> madeOrNull, Flow flow, StageSettings<D> settings) {
  Optional<MadeStage<D>> made() {
    return Optional.ofNullable(madeOrNull);
  }

  CheckedStage<D> with(StageSettings<D> other) {
    return new CheckedStage<>(draft, madeOrNull, flow, other);
  }

  PipelineStage<D> stage() {
    MadeStage<D> made =
        made().orElseThrow(() -> new IllegalStateException(draft.subject() + " was not made"));
    return new PipelineStage<>(
        draft.id(),
        made.factory(),
        made.stage(),
        made.options().json(),
        inputs(),
        made.codeHash(),
        flow.schema(),
        settings,
        made.binder());
  }

  /** A stage that reads just one names it {@code input}, however it is written. */
  private Map<String, String> inputs() {
    Map<String, String> inputs = new LinkedHashMap<>();
    boolean one = draft.kind().filter(Placement::readsOne).isPresent();
    // The model of a stage that reads rows too comes first, as wherever a model is read.
    for (StageDraft.Input input : draft.inputs()) {
      if (!Placement.isRows(draft, input)) {
        inputs.put(one ? "input" : input.name(), input.stage());
      }
    }
    for (StageDraft.Input input : draft.inputs()) {
      if (Placement.isRows(draft, input)) {
        inputs.put(input.name(), input.stage());
      }
    }
    return inputs;
  }
}
