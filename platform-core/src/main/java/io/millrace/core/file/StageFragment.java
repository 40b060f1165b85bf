package io.millrace.core.file;

import io.millrace.api.PlanContext;
import io.millrace.api.Stage;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.schema.Schema;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.options.TextResolver;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.Problem;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlException;
import io.millrace.core.yaml.YamlNode;
import io.millrace.core.yaml.YamlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Checks one stage from the map that a pipeline file would hold of it, as a test of a stage needs
 * it: {@code use:} and {@code with:}, and whatever else a stage may have. What it reads is given as
 * schemas instead of {@code from:}; where it may stand in a pipeline is not looked at.
 */
public final class StageFragment<D> {
  private static final String ID = "stage";

  private final StageCatalog catalog;
  private final PlanContext<D> context;
  private final DatasetType<D> datasets;

  private StageFragment(StageCatalog catalog, PlanContext<D> context, DatasetType<D> datasets) {
    this.catalog = catalog;
    this.context = context;
    this.datasets = datasets;
  }

  /**
   * For stages of a catalog.
   *
   * @param context what stages may use to tell their schemas
   * @param datasets what the stages must work on
   */
  public static <D> StageFragment<D> of(
      StageCatalog catalog, PlanContext<D> context, DatasetType<D> datasets) {
    return new StageFragment<>(catalog, context, datasets);
  }

  /**
   * What was found out about a stage.
   *
   * @param stage the stage; empty if it could not be made, which is a problem
   * @param schema of what it hands on; unknown after a problem
   * @param problems all of them, sorted by their place in the text
   */
  public record Checked<D>(Optional<Stage<D>> stage, Schema schema, List<Problem> problems) {
    public Checked {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Checks; never throws for what the text holds.
   *
   * @param yaml the stage's map
   * @param name stands for the file in positions
   * @param inputs the schemas of what it reads by name, in the order of {@code from:}; {@code
   *     input} for a stage that reads one; nothing is known of them if there are none
   */
  public Checked<D> check(String yaml, String name, Map<String, Schema> inputs) {
    ProblemLog problems = new ProblemLog();
    try {
      Map<String, Schema> given = inputs.isEmpty() ? Map.of("input", Schema.unknown()) : inputs;
      return check(YamlParser.parse(yaml, name, problems), given, problems);
    } catch (YamlException e) {
      ProblemLog alone = new ProblemLog();
      alone.report(e.position(), StandardError.BAD_YAML, String.valueOf(e.getMessage()));
      return new Checked<>(Optional.empty(), Schema.unknown(), sorted(alone));
    }
  }

  private Checked<D> check(YamlNode root, Map<String, Schema> inputs, ProblemLog problems) {
    Keys keys = new Keys(problems);
    YamlNode named = root instanceof YamlNode.Mapping map ? named(map, inputs) : root;
    YamlNode.Sequence list = new YamlNode.Sequence(List.of(named), root.position());
    List<StageDraft> drafts = new StageDrafts(keys, catalog).read(list);
    if (drafts.isEmpty() || drafts.get(0).offered().isEmpty()) {
      return new Checked<>(Optional.empty(), Schema.unknown(), sorted(problems));
    }
    StageDraft draft = drafts.get(0);
    Optional<MadeStage<D>> made =
        new StageMaker<>(datasets, TextResolver.AS_WRITTEN, UnaryOperator.identity(), problems)
            .make(draft, draft.offered().orElseThrow());
    List<Flow> flows = inputs.values().stream().map(Flow::frame).toList();
    Flow flow = new SchemaFlow<>(context, problems).flow(draft, flows, true, made);
    return new Checked<>(made.map(MadeStage::stage), flow.schema(), sorted(problems));
  }

  /** With an id if the text gives none, and with what it reads. */
  private static YamlNode.Mapping named(YamlNode.Mapping stage, Map<String, Schema> inputs) {
    Position at = stage.position();
    YamlNode.Mapping named =
        stage.find("id").isPresent() ? stage : stage.with("id", YamlNode.of(ID, at));
    return named.with("from", YamlNode.of(new ArrayList<>(inputs.keySet()), at));
  }

  private static List<Problem> sorted(ProblemLog problems) {
    return problems.sorted(text -> text);
  }
}
