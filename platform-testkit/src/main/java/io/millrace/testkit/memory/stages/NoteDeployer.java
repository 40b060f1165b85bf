package io.millrace.testkit.memory.stages;

import io.millrace.api.Deployer;
import io.millrace.api.DeploymentTarget;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.effect.Receipt;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.tracking.AliasName;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.testkit.memory.Table;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code deploy/note}: registers the package in the registry that the run has. */
record NoteDeployer(Options options, Calls calls) implements Deployer<Table> {
  /** Options of {@code deploy/note}. */
  public record Options(
      @Help("The model's name") String model,
      @Help("The alias that shall name the new version") @Nullable String alias,
      @Help("The stage whose frame the package starts at") @Nullable String input,
      @Help("How the package must be able to run") @Default("engine") DeploymentTarget.Form form) {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "deploy/note",
        StageKind.DEPLOYER,
        Options.class,
        "Registers the model package",
        "model: houses\nalias: champion",
        options -> {
          if (options.alias() != null) {
            AliasName.problem(options.alias())
                .ifPresent(
                    problem -> {
                      throw new IllegalArgumentException(problem);
                    });
          }
          return new NoteDeployer(options, new Calls(log, "deploy/note"));
        });
  }

  @Override
  public DeploymentTarget target() {
    return new DeploymentTarget(options.model(), options.input(), options.form());
  }

  @Override
  public boolean registers() {
    return true;
  }

  @Override
  public Receipt deploy(Path modelPackage, StageContext<Table> context) {
    calls.note("deploy", context);
    Instant now = Instant.now();
    ModelVersion version =
        context
            .models()
            .register(
                options.model(),
                modelPackage,
                PackageHash.of(modelPackage),
                Map.of(),
                Map.of("stage", context.stage()),
                context.effect(),
                now);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", version.model());
    facts.put("version", Integer.toString(version.version()));
    String alias = options.alias();
    if (alias != null) {
      context.promote(version, alias);
      facts.put("aliases", alias);
    }
    context.fact("model", version.model() + " version " + version.version());
    return new Receipt(facts);
  }
}
