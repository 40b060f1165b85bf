package io.millrace.core.run;

import io.millrace.api.AppliesTo;
import io.millrace.api.Engine;
import io.millrace.api.Model;
import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Replay;
import io.millrace.api.Trainer;
import io.millrace.api.Transformer;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.core.pipeline.ColumnsRead;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The way of one part through fitted transformers and a model, to be gone again.
 *
 * @param steps that the parts went through
 * @param last what came of them
 * @param part whose way it is
 */
record WayReplay<D>(
    List<Flow.Step<D>> steps,
    Parts<D> last,
    Part part,
    Trainer<D> trainer,
    Model<D> model,
    Engine<D> engine)
    implements Replay<D> {
  private static final Problems UNHEARD = (option, code, message) -> {};
  private static final Column STRANGER = Column.nullable("\u0000stranger", Simple.STRING);

  @Override
  public D rows() {
    int begin = begin();
    return (begin == steps.size() ? last : steps.get(begin).before()).require(part);
  }

  /** The place of the first step that is gone again. */
  private int begin() {
    int begin = steps.size();
    while (begin > 0 && (isPassedBy(steps.get(begin - 1)) || isRepeatable(steps.get(begin - 1)))) {
      begin--;
    }
    return begin;
  }

  /** What applies to training rows only does nothing to others. */
  private boolean isPassedBy(Flow.Step<D> step) {
    return step.transformer().appliesTo() == AppliesTo.TRAINING && part != Part.TRAIN;
  }

  private boolean isRepeatable(Flow.Step<D> step) {
    return step.transformer().appliesTo() == AppliesTo.ALL
        && step.transformer().isRowWise()
        && keepsStrangers(step.transformer(), engine.schema(step.before().require(part)));
  }

  private static <D> boolean keepsStrangers(Transformer<D> transformer, Schema input) {
    Schema output = transformer.schema(input.with(STRANGER), UNHEARD);
    return !output.isKnown() || output.has(STRANGER.name());
  }

  private List<Flow.Step<D>> gone() {
    return steps.subList(begin(), steps.size()).stream().filter(s -> !isPassedBy(s)).toList();
  }

  @Override
  public List<String> columns() {
    Schema schema = engine.schema(rows());
    List<Transformer<D>> transformers = new ArrayList<>();
    List<Schema> inputs = new ArrayList<>(List.of(schema));
    for (Flow.Step<D> step : gone()) {
      transformers.add(step.transformer());
      inputs.add(step.transformer().schema(inputs.get(inputs.size() - 1), UNHEARD));
    }
    Set<String> read = new HashSet<>(ColumnsRead.by(transformers, trainer, inputs));
    trainer.label().ifPresent(read::remove);
    trainer.weight().ifPresent(read::remove);
    return schema.names().stream().filter(read::contains).toList();
  }

  @Override
  public D predict(D rows) {
    D result = rows;
    for (Flow.Step<D> step : gone()) {
      result = step.fitted().apply(result);
    }
    return model.predict(result);
  }
}
