package io.millrace.core.file;

import io.millrace.api.Combiner;
import io.millrace.api.Deployer;
import io.millrace.api.Evaluator;
import io.millrace.api.Ingestor;
import io.millrace.api.Part;
import io.millrace.api.PlanContext;
import io.millrace.api.PlanSettings;
import io.millrace.api.Refiner;
import io.millrace.api.Sink;
import io.millrace.api.Splitter;
import io.millrace.api.StageKind;
import io.millrace.api.Trainer;
import io.millrace.api.Transformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.file.Flow.Form;
import io.millrace.core.options.ColumnNames;
import io.millrace.core.problem.ProblemLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Follows schemas through stages, and lets each stage check what it is given. Behind a problem the
 * schema is unknown, so that one mistake is reported once.
 */
final class SchemaFlow<D> {
  private static final int MOST_COLUMNS = 20;

  private final PlanContext<D> context;
  private final ProblemLog problems;
  private final Map<String, String> pinned;

  SchemaFlow(PlanContext<D> context, ProblemLog problems) {
    this(context, problems, Map.of());
  }

  /**
   * @param pinned the versions that ingestors are to read, by stage, where not the present ones
   */
  SchemaFlow(PlanContext<D> context, ProblemLog problems, Map<String, String> pinned) {
    this.context = context;
    this.problems = problems;
    this.pinned = pinned;
  }

  /**
   * What a stage hands on.
   *
   * @param inputs what it is given; unknown where that was a problem
   * @param placed whether it may stand where it does
   * @param made the stage; empty if its options did not fit
   */
  Flow flow(StageDraft draft, List<Flow> inputs, boolean placed, Optional<MadeStage<D>> made) {
    Schema schema =
        placed && made.isPresent() ? schema(draft, inputs, made.get()) : Schema.unknown();
    Flow first = inputs.isEmpty() ? Flow.unknown() : inputs.get(0);
    StageKind kind = draft.kind().orElseThrow();
    return switch (kind) {
      case INGESTOR, COMBINER, SINK -> Flow.frame(schema);
      case SPLITTER -> new Flow(Form.PARTS, schema, draft.id(), parts(made), Set.of());
      case TRANSFORMER -> first.with(schema);
      case TRAINER ->
          new Flow(
              Form.PREDICTIONS, schema, first.splitOrNull(), first.parts(), Set.of(draft.id()));
      case EVALUATOR -> evaluated(first.with(schema), inputs);
      case DEPLOYER -> first.with(schema).as(deployed(made));
    };
  }

  private static Flow evaluated(Flow first, List<Flow> inputs) {
    Set<String> models = new TreeSet<>();
    inputs.forEach(input -> models.addAll(input.models()));
    return new Flow(Form.EVALUATED, first.schema(), first.splitOrNull(), first.parts(), models);
  }

  private Form deployed(Optional<MadeStage<D>> made) {
    return made.isEmpty()
        ? Form.UNKNOWN
        : made.get().stage() instanceof Deployer<D> deployer && deployer.registers()
            ? Form.REGISTERED
            : Form.NOTHING;
  }

  private Set<Part> parts(Optional<MadeStage<D>> made) {
    return made.map(MadeStage::stage)
        .filter(Splitter.class::isInstance)
        .map(stage -> ((Splitter<D>) stage).parts())
        .orElse(Set.of());
  }

  private Schema schema(StageDraft draft, List<Flow> inputs, MadeStage<D> made) {
    StageProblems reports = new StageProblems(draft, problems);
    checkColumns(draft, inputs, made, reports);
    try {
      Schema schema = asked(draft, inputs, made, reports);
      return reports.any() ? Schema.unknown() : schema;
    } catch (MillraceException e) {
      if (e.code() == StandardError.SOURCE_DENIED && PlanSettings.isSealed()) {
        return Schema.unknown();
      }
      reports.report("", e.code(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      // After a problem a stage may stumble over it: the problem is what the user has to mend.
      if (!reports.any()) {
        reports.report(
            "",
            StandardError.PLUGIN_BROKEN,
            "stage '" + made.factory().name() + "' fails when asked for its schema: " + e);
      }
    }
    return Schema.unknown();
  }

  private Schema asked(
      StageDraft draft, List<Flow> inputs, MadeStage<D> made, StageProblems reports) {
    if (made.stage() instanceof Ingestor<D> ingestor) {
      String version = pinned.getOrDefault(draft.id(), "");
      return version.isEmpty() ? ingestor.schema(context) : ingestor.schema(version, context);
    }
    Schema first = inputs.get(0).schema();
    if (made.stage() instanceof Transformer<D> transformer) {
      return transformer.schema(first, reports);
    }
    if (made.stage() instanceof Trainer<D> trainer) {
      return trainer.schema(first, reports);
    }
    if (made.stage() instanceof Refiner<D> refiner) {
      refiner.check(first, reports);
      return first;
    }
    if (made.stage() instanceof Evaluator<D> evaluator) {
      inputs.forEach(input -> evaluator.check(input.schema(), reports));
      return first;
    }
    Map<String, Schema> named = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      named.put(draft.inputs().get(i).name(), inputs.get(i).schema());
    }
    return ofNamed(made, named, reports, first);
  }

  private Schema ofNamed(
      MadeStage<D> made, Map<String, Schema> inputs, StageProblems reports, Schema first) {
    if (made.stage() instanceof Combiner<D> combiner) {
      return combiner.schema(inputs, reports);
    }
    if (made.stage() instanceof Sink<D> sink) {
      return sink.schema(inputs, reports);
    }
    return made.stage() instanceof Splitter<D> splitter ? splitter.schema(inputs, reports) : first;
  }

  private void checkColumns(
      StageDraft draft, List<Flow> inputs, MadeStage<D> made, StageProblems reports) {
    if (inputs.isEmpty()) {
      return;
    }
    for (ColumnNames.Named named : ColumnNames.inputs(made.descriptor(), made.options().json())) {
      boolean there = inputs.stream().anyMatch(input -> input.schema().has(named.column()));
      if (!there) {
        Set<String> columns = new TreeSet<>();
        inputs.forEach(input -> columns.addAll(input.schema().names()));
        reports.report(
            named.path(),
            StandardError.UNKNOWN_COLUMN,
            "there is no column '"
                + named.column()
                + "' in "
                + sources(draft)
                + hint(named.column(), columns));
      }
    }
  }

  private static String sources(StageDraft draft) {
    List<String> ids = draft.inputs().stream().map(i -> "'" + i.stage() + "'").toList();
    return "what " + String.join(" or ", ids) + (ids.size() == 1 ? " yields" : " yield");
  }

  private static String hint(String column, Set<String> columns) {
    return columns.size() <= MOST_COLUMNS
        ? NearNames.hintOrList(column, columns, "columns are")
        : NearNames.hint(column, columns);
  }
}
