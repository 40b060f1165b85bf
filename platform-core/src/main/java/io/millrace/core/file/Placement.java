package io.millrace.core.file;

import io.millrace.api.Refiner;
import io.millrace.api.ScoringDeployer;
import io.millrace.api.Stage;
import io.millrace.api.StageKind;
import io.millrace.api.VersionDeployer;
import io.millrace.api.error.StandardError;
import io.millrace.api.stream.StreamingDeployer;
import io.millrace.core.file.Flow.Form;
import io.millrace.core.file.StageDraft.Input;
import io.millrace.core.problem.ProblemLog;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether a stage of a kind may stand where the file puts it. */
final class Placement {
  private static final Set<Form> FRAME = EnumSet.of(Form.FRAME);
  private static final Set<Form> ROWS = EnumSet.of(Form.FRAME, Form.PARTS);

  /** What refines a model. */
  private static final Set<Form> REFINED = EnumSet.of(Form.PREDICTIONS);

  private static final Set<Form> MODEL = EnumSet.of(Form.PREDICTIONS, Form.EVALUATED);

  /** What a deployer reads that has no package of its own. */
  private static final Set<Form> VERSION = EnumSet.of(Form.REGISTERED);

  private static final Map<StageKind, Set<Form>> READS =
      Map.of(
          StageKind.INGESTOR, Set.of(),
          StageKind.COMBINER, FRAME,
          StageKind.SINK, FRAME,
          StageKind.SPLITTER, FRAME,
          StageKind.TRANSFORMER, ROWS,
          StageKind.TRAINER, ROWS,
          StageKind.EVALUATOR, MODEL);

  private static final Set<StageKind> ONE_INPUT =
      EnumSet.of(StageKind.TRANSFORMER, StageKind.TRAINER, StageKind.DEPLOYER);

  private static final String SCORED =
      " scores rows with the model that it deploys; write from: { model: STAGE, rows: STAGE }";

  private static final String FOLLOWED =
      " scores what arrives at a source with a registered version; write from: { model: DEPLOYER,"
          + " rows: INGESTOR }";

  private final ProblemLog problems;

  Placement(ProblemLog problems) {
    this.problems = problems;
  }

  /** Whether a kind reads exactly one stage. */
  static boolean readsOne(StageKind kind) {
    return ONE_INPUT.contains(kind);
  }

  /**
   * Whether the stage fits; reports why not.
   *
   * @param made the stage; empty if its options did not fit
   * @param reads what it reads, as {@link #reads} tells
   * @param flows what each of the draft's inputs hands on
   */
  boolean fits(
      StageDraft draft,
      StageKind kind,
      Optional<? extends Stage<?>> made,
      Set<Form> reads,
      List<Flow> flows) {
    if (kind == StageKind.INGESTOR) {
      return readsNothing(draft);
    }
    return hasInputs(draft, kind, made) && flowsFit(draft, kind, reads, flows);
  }

  /**
   * What a stage reads.
   *
   * @param made the stage; empty if its options did not fit
   */
  static Set<Form> reads(StageKind kind, Optional<? extends Stage<?>> made) {
    if (kind != StageKind.TRAINER) {
      return kind == StageKind.DEPLOYER ? deployed(made) : READS.getOrDefault(kind, Set.of());
    }
    // A trainer that could not be made may be one that refines a model.
    return made.isEmpty()
        ? EnumSet.of(Form.FRAME, Form.PARTS, Form.PREDICTIONS)
        : made.get() instanceof Refiner ? REFINED : ROWS;
  }

  /** A deployer that could not be made may be of either sort. */
  private static Set<Form> deployed(Optional<? extends Stage<?>> made) {
    return made.isEmpty()
        ? EnumSet.of(Form.PREDICTIONS, Form.EVALUATED, Form.REGISTERED)
        : made.get() instanceof VersionDeployer ? VERSION : MODEL;
  }

  private boolean readsNothing(StageDraft draft) {
    Optional<Input> first = draft.inputs().stream().findFirst();
    first.ifPresent(
        input ->
            problems.report(
                input.position(),
                StandardError.WRONG_KIND,
                draft.subject() + " is an ingestor, which reads no other stage; remove 'from'"));
    return first.isEmpty();
  }

  /** Whether that input is the frame that a deployer scores, beside the model. */
  static boolean isRows(StageDraft draft, Input input) {
    return draft.is(StageKind.DEPLOYER)
        && draft.inputs().size() > 1
        && input.name().equals(ScoringDeployer.ROWS);
  }

  private boolean hasInputs(StageDraft draft, StageKind kind, Optional<? extends Stage<?>> made) {
    if (draft.inputs().isEmpty()) {
      if (draft.node().find("from").isEmpty()) {
        problems.report(
            draft.usePosition(),
            StandardError.MISSING_OPTION,
            draft.subject() + " needs 'from', the stage that it reads");
      }
      return false;
    }
    boolean rows = draft.inputs().stream().anyMatch(input -> isRows(draft, input));
    // A deployer that could not be made may be one that scores rows.
    boolean follows = made.filter(StreamingDeployer.class::isInstance).isPresent();
    boolean scores = made.map(ScoringDeployer.class::isInstance).orElse(rows);
    if (kind == StageKind.DEPLOYER && (follows || scores)) {
      return readsModelAndRows(draft, rows, follows ? FOLLOWED : SCORED);
    }
    if (draft.inputs().size() > 1 && readsOne(kind)) {
      problems.report(
          draft.inputs().get(1).position(),
          StandardError.WRONG_KIND,
          draft.subject()
              + " is "
              + a(kind)
              + ", which reads one stage, not "
              + draft.inputs().size());
      return false;
    }
    if (kind == StageKind.SINK
        && draft.inputs().stream().noneMatch(i -> i.name().equals("input"))) {
      problems.report(
          draft.inputs().get(0).position(),
          StandardError.MISSING_OPTION,
          draft.subject() + " is a sink; one of the stages that it reads must be named 'input'");
      return false;
    }
    return true;
  }

  private boolean readsModelAndRows(StageDraft draft, boolean rows, String how) {
    if (draft.inputs().size() != 2 || !rows) {
      problems.report(
          draft.inputs().get(0).position(), StandardError.MISSING_OPTION, draft.subject() + how);
    }
    return draft.inputs().size() == 2 && rows;
  }

  private boolean flowsFit(StageDraft draft, StageKind kind, Set<Form> reads, List<Flow> flows) {
    boolean fits = true;
    for (int i = 0; i < flows.size(); i++) {
      Flow flow = flows.get(i);
      Set<Form> allowed = isRows(draft, draft.inputs().get(i)) ? FRAME : reads;
      if (!flow.is(Form.UNKNOWN) && !allowed.contains(flow.form())) {
        report(draft, kind, allowed, draft.inputs().get(i), flow);
        fits = false;
      }
    }
    return fits;
  }

  private void report(StageDraft draft, StageKind kind, Set<Form> reads, Input input, Flow flow) {
    if (flow.is(Form.PARTS) && !reads.equals(REFINED) && !reads.equals(MODEL)) {
      problems.report(
          input.position(),
          StandardError.AFTER_SPLIT,
          draft.subject()
              + " is "
              + a(kind)
              + ", which can't stand behind the split '"
              + flow.splitOrNull()
              + "'; move it before the split");
      return;
    }
    problems.report(
        input.position(),
        StandardError.WRONG_KIND,
        draft.subject()
            + " is "
            + a(kind)
            + ", which reads "
            + expected(reads)
            + "; '"
            + input.stage()
            + "' yields "
            + flow.form().text());
  }

  private static String expected(Set<Form> forms) {
    if (forms.equals(REFINED)) {
      return "the model of a trainer";
    }
    if (forms.equals(VERSION)) {
      return "the version that a deployer registers, as deploy/registry";
    }
    if (forms.equals(MODEL)) {
      return "the model of a trainer or an evaluator";
    }
    return forms.equals(ROWS) ? "a frame or the parts of a split" : "frames";
  }

  /** With its article. */
  static String a(StageKind kind) {
    boolean vowel = kind == StageKind.INGESTOR || kind == StageKind.EVALUATOR;
    return (vowel ? "an " : "a ") + kind.text();
  }
}
