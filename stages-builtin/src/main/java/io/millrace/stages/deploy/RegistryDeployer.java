package io.millrace.stages.deploy;

import io.millrace.api.Deployer;
import io.millrace.api.DeploymentTarget;
import io.millrace.api.DeploymentTarget.Form;
import io.millrace.api.StageContext;
import io.millrace.api.effect.Receipt;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.model.ModelPackage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Registers the package, then moves the aliases to the version that the registry gave it. */
final class RegistryDeployer implements Deployer<Dataset<Row>> {
  private final RegistryOptions options;
  private final List<String> aliases;

  RegistryDeployer(RegistryOptions options, List<String> aliases) {
    this.options = options;
    this.aliases = aliases;
  }

  @Override
  public DeploymentTarget target() {
    return new DeploymentTarget(
        options.model(), options.input(), options.portable() ? Form.PORTABLE : Form.ENGINE);
  }

  @Override
  public boolean registers() {
    return true;
  }

  @Override
  public Receipt deploy(Path modelPackage, StageContext<Dataset<Row>> context) {
    ModelPackage contents = ModelPackage.read(modelPackage);
    ModelRegistry registry = context.models();
    String description = options.description();
    ModelVersion version =
        registry.register(
            options.model(),
            modelPackage,
            contents.packageHash(),
            contents.description().metrics(),
            description == null ? Map.of() : Map.of("description", description),
            context.effect(),
            Instant.now());
    for (String alias : aliases) {
      context.promote(version, alias);
    }
    context.fact(
        "model",
        options.model()
            + " version "
            + version.version()
            + (aliases.isEmpty() ? "" : " (" + String.join(", ", aliases) + ")"));
    return new Receipt(
        Map.of(
            "model", options.model(),
            "version", Integer.toString(version.version()),
            "aliases", String.join(",", aliases)));
  }
}
