package io.millrace.stages.deploy;

import io.millrace.api.Stage;
import io.millrace.api.tracking.AliasName;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code deploy/registry}. */
public final class RegistryFactory extends SparkStageFactory<RegistryOptions> {
  /** For ServiceLoader. */
  public RegistryFactory() {
    super(
        "deploy/registry",
        RegistryOptions.class,
        "Registers the model package as the next version, and lets aliases name it",
        """
        model: telco-churn
        alias: champion
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(RegistryOptions options) {
    if (!options.model().matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException(
          "model '%s': a name starts with a letter or digit, and goes on with those, '.', '_' and '-'"
              .formatted(options.model()));
    }
    List<String> aliases = aliases(options);
    aliases.forEach(RegistryFactory::requireAlias);
    return new RegistryDeployer(options, aliases);
  }

  /** As all that name aliases in a pipeline file. */
  static void requireAlias(String alias) {
    AliasName.problem(alias)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
  }

  private static List<String> aliases(RegistryOptions options) {
    String alias = options.alias();
    List<String> aliases = options.aliases();
    return alias != null
        ? List.of(alias)
        : aliases != null ? aliases.stream().distinct().toList() : List.of();
  }
}
