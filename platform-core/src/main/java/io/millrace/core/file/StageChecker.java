package io.millrace.core.file;

import io.millrace.api.PlanContext;
import io.millrace.api.QuarantineColumns;
import io.millrace.api.StageKind;
import io.millrace.api.Transformer;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.StreamingDeployer;
import io.millrace.core.file.Flow.Form;
import io.millrace.core.pipeline.StageSettings;
import io.millrace.core.problem.ProblemLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks stages one after the other, each knowing what those before it hand on. */
final class StageChecker<D> {
  private static final String QUARANTINE = "sink/quarantine";

  private final StageGraph graph;
  private final StageMaker<D> maker;
  private final SettingsReader settings;
  private final Placement placement;
  private final SchemaFlow<D> schemas;
  private final ProblemLog problems;
  private final Map<Integer, CheckedStage<D>> checked = new HashMap<>();

  StageChecker(
      StageGraph graph,
      StageMaker<D> maker,
      PlanContext<D> context,
      Map<String, String> pinned,
      Keys keys) {
    this.graph = graph;
    this.maker = maker;
    this.settings = new SettingsReader(keys);
    this.problems = keys.problems();
    this.placement = new Placement(problems);
    this.schemas = new SchemaFlow<>(context, problems, pinned);
  }

  /** The stages in the graph's order. */
  List<CheckedStage<D>> check() {
    List<CheckedStage<D>> result = new ArrayList<>();
    for (StageDraft draft : graph.order()) {
      CheckedStage<D> stage = check(draft);
      checked.put(draft.index(), stage);
      result.add(stage);
    }
    return result;
  }

  private CheckedStage<D> check(StageDraft draft) {
    StageSettings<D> read = settings.read(draft);
    List<Flow> inputs = inputs(draft);
    Optional<MadeStage<D>> made = draft.offered().flatMap(offered -> maker.make(draft, offered));
    // An input name that two stages share would silently lose one.
    boolean placed =
        hasDistinctInputs(draft)
            & draft
                .kind()
                .map(
                    kind ->
                        placement.fits(
                            draft,
                            kind,
                            made.map(MadeStage::stage),
                            Placement.reads(kind, made.map(MadeStage::stage)),
                            inputs))
                .orElse(false);
    Flow flow =
        draft.kind().isEmpty()
            ? Flow.unknown()
            : schemas.flow(draft, placed ? inputs : unknown(inputs.size()), placed, made);
    made.ifPresent(m -> checkFit(draft, m, read, inputs));
    boolean takesMarked =
        draft.offered().filter(offered -> offered.name().equals(QUARANTINE)).isPresent()
            || made.map(MadeStage::stage).filter(StreamingDeployer.class::isInstance).isPresent();
    if (draft.offered().isPresent() && !takesMarked) {
      reportMarkedRows(draft, inputs);
    }
    return new CheckedStage<>(draft, made.orElse(null), flow, read);
  }

  private boolean hasDistinctInputs(StageDraft draft) {
    List<String> names = draft.inputs().stream().map(StageDraft.Input::name).toList();
    for (int i = 0; i < names.size(); i++) {
      if (names.indexOf(names.get(i)) < i) {
        problems.report(
            draft.inputs().get(i).position(),
            StandardError.DUPLICATE_KEY,
            draft.subject() + " reads '" + names.get(i) + "' twice");
        return false;
      }
    }
    return true;
  }

  private List<Flow> inputs(StageDraft draft) {
    return draft.inputs().stream()
        .map(
            input ->
                graph
                    .find(input.stage())
                    .map(stage -> checked.get(stage.index()))
                    .map(CheckedStage::flow)
                    .orElseGet(Flow::unknown))
        .toList();
  }

  /** Bad rows that an ingestor marked would be taken for good ones by any stage but two. */
  private void reportMarkedRows(StageDraft draft, List<Flow> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      StageDraft.Input input = draft.inputs().get(i);
      Schema schema = inputs.get(i).schema();
      boolean ingested =
          graph.find(input.stage()).filter(stage -> stage.is(StageKind.INGESTOR)).isPresent();
      if (ingested && schema.isKnown() && schema.names().containsAll(QuarantineColumns.ALL)) {
        problems.report(
            input.position(),
            StandardError.WRONG_KIND,
            "%s reads '%s', which marks bad rows by badRows: quarantine: %s must follow"
                    .formatted(draft.subject(), input.stage(), QUARANTINE)
                + " it, and %s read what that hands on".formatted(draft.subject()));
      }
    }
  }

  private static List<Flow> unknown(int count) {
    return java.util.Collections.nCopies(count, Flow.unknown());
  }

  private void checkFit(
      StageDraft draft, MadeStage<D> made, StageSettings<D> read, List<Flow> inputs) {
    boolean learns = made.stage() instanceof Transformer<D> transformer && transformer.learns();
    boolean beforeSplit = inputs.size() == 1 && inputs.get(0).is(Form.FRAME);
    if (!learns || read.fitOnAll() || !beforeSplit) {
      return;
    }
    graph.descendants(draft).stream()
        .filter(stage -> stage.is(StageKind.SPLITTER))
        .findFirst()
        .ifPresent(
            split ->
                problems.report(
                    draft.usePosition(),
                    StandardError.FIT_BEFORE_SPLIT,
                    draft.subject()
                        + " learns from rows that the split '"
                        + split.id()
                        + "' keeps for testing; move it behind the split, or say 'fitOn: all'"));
  }
}
