package io.millrace.testkit.memory.stages;

import io.millrace.api.BatchScoring;
import io.millrace.api.BatchScoring.Scored;
import io.millrace.api.DeploymentTarget;
import io.millrace.api.DeploymentTarget.Form;
import io.millrace.api.ScoringDeployer;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.effect.Receipt;
import io.millrace.api.option.Help;
import io.millrace.api.output.Output;
import io.millrace.testkit.memory.Table;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code deploy/score}: scores rows of the pipeline with its own model. */
record ScoreDeployer(Options options, Calls calls) implements ScoringDeployer<Table> {
  /** Options of {@code deploy/score}. */
  public record Options(
      @Help("The model's name") String model,
      @Help("The stage whose frame the package starts at") @Nullable String input,
      @Help("Where the scored rows go") Output to) {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "deploy/score",
        StageKind.DEPLOYER,
        Options.class,
        "Scores rows with the model",
        "model: houses\nto: { path: scores }",
        options -> new ScoreDeployer(options, new Calls(log, "deploy/score")));
  }

  @Override
  public DeploymentTarget target() {
    return new DeploymentTarget(options.model(), options.input(), Form.ENGINE);
  }

  @Override
  public Output output() {
    return options.to();
  }

  @Override
  public Receipt deploy(
      Path modelPackage, BatchScoring<Table> scoring, StageContext<Table> context) {
    calls.note("deploy", context);
    Scored scored = scoring.score(options.to(), true, context.effect());
    context.rows(scored.written().rows());
    context.fact("dropped", Long.toString(scored.dropped()));
    return new Receipt(Map.of("model", options.model(), "job", context.effect().run()));
  }
}
