package io.millrace.core.file;

import io.millrace.api.Deployer;
import io.millrace.api.StageKind;
import io.millrace.api.error.StandardError;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.file.Flow.Form;
import io.millrace.core.problem.ProblemLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks that a deployer gets one model, and a package that starts at a frame before the split. */
final class DeployerChecks<D> {
  private final StageGraph graph;
  private final ProblemLog problems;
  private final Map<StageDraft, CheckedStage<D>> stages;

  DeployerChecks(StageGraph graph, ProblemLog problems, List<CheckedStage<D>> stages) {
    this.graph = graph;
    this.problems = problems;
    this.stages =
        stages.stream().collect(Collectors.toMap(CheckedStage::draft, Function.identity()));
  }

  void check(CheckedStage<D> stage) {
    if (!stage.draft().is(StageKind.DEPLOYER)) {
      return;
    }
    graph.inputs(stage.draft()).stream()
        .filter(input -> input.is(StageKind.EVALUATOR))
        .forEach(input -> checkOneModel(stage.draft(), input));
    stage
        .made()
        .map(MadeStage::stage)
        .filter(Deployer.class::isInstance)
        .flatMap(deployer -> ((Deployer<D>) deployer).target().input())
        .ifPresent(input -> checkInput(stage.draft(), input));
  }

  private void checkOneModel(StageDraft deployer, StageDraft input) {
    CheckedStage<D> evaluator = stages.get(input);
    if (evaluator != null
        && evaluator.flow().models().size() > 1
        && evaluator.draft().node().find("select").isEmpty()) {
      problems.report(
          deployer.inputs().get(0).position(),
          StandardError.MISSING_OPTION,
          input.subject()
              + " evaluates several models ("
              + String.join(", ", evaluator.flow().models())
              + "); give it 'select', the metric that chooses the one"
              + " that "
              + deployer.subject()
              + " deploys");
    }
  }

  private void checkInput(StageDraft deployer, String input) {
    List<String> frames =
        stages.values().stream()
            .filter(stage -> stage.flow().is(Form.FRAME))
            .map(CheckedStage::draft)
            .filter(draft -> graph.descendants(draft).contains(deployer))
            .map(StageDraft::id)
            .sorted()
            .toList();
    Optional<StageDraft> named = graph.find(input);
    // Where the way is broken, it can't be said what lies on it.
    boolean unknown =
        (named.isPresent() && !graph.isWhole())
            || named.map(stages::get).filter(stage -> stage.flow().is(Form.UNKNOWN)).isPresent();
    if (!frames.contains(input) && !unknown) {
      problems.report(
          new StageProblems(deployer, problems).at("input"),
          StandardError.UNKNOWN_INPUT,
          deployer.subject()
              + " can't start its package at '"
              + input
              + "', which is no frame on the way to the model"
              + NearNames.hintOrList(input, frames, "such frames are"));
    }
  }
}
