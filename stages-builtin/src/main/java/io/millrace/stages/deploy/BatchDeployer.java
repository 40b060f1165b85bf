package io.millrace.stages.deploy;

import io.millrace.api.BatchScoring;
import io.millrace.api.BatchScoring.Scored;
import io.millrace.api.DeploymentTarget;
import io.millrace.api.DeploymentTarget.Form;
import io.millrace.api.ScoringDeployer;
import io.millrace.api.StageContext;
import io.millrace.api.effect.Receipt;
import io.millrace.api.output.Output;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Scores rows of the pipeline with its own model. */
record BatchDeployer(BatchOptions options) implements ScoringDeployer<Dataset<Row>> {
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
      Path modelPackage, BatchScoring<Dataset<Row>> scoring, StageContext<Dataset<Row>> context) {
    Scored scored = scoring.score(options.to(), options.stamp(), context.effect());
    scored.written().knownRows().ifPresent(context::rows);
    context.fact("scored", options.to().shown() + " (" + options.to().kind() + ")");
    if (scored.dropped() > 0) {
      context.fact("dropped", scored.dropped() + " rows that a step of the model leaves out");
    }
    Map<String, String> facts = new HashMap<>(scored.written().facts());
    Object version = facts.remove("version");
    if (version != null) {
      // The version of a table is not that of a registered model.
      facts.put(TABLE_VERSION, version.toString());
    }
    facts.put("model", options.model());
    facts.put("to", options.to().shown());
    facts.put("job", context.effect().run());
    return new Receipt(facts);
  }
}
