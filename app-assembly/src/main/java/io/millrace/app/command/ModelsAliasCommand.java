package io.millrace.app.command;

import io.millrace.api.tracking.ModelRegistry;
import io.millrace.core.promote.MoveReason;
import io.millrace.core.promote.Promotions;
import io.millrace.core.promote.Promotions.Done;
import io.millrace.core.score.ModelName;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a version an alias, or removes one. */
@CommandLine.Command(
    description = {
      "Gives a version an alias of your own, or removes one with --delete: names as 'challenger' or"
          + " 'eu-north'.",
      "An alias names one version at a time; 'latest', 'v1', 'v2' … are taken, for registries mean"
          + " versions by them.",
      "The move is kept like any other: 'millrace models history NAME'."
    },
    footer = {
      "  millrace models alias telco-churn:4 challenger",
      "  millrace models alias telco-churn challenger --delete"
    })
public final class ModelsAliasCommand implements Command {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "NAME:version or NAME@alias; with --delete NAME is enough")
  private String model = "";

  @Parameters(index = "1", paramLabel = "ALIAS", description = "small letters, digits, '_' and '-'")
  private String alias = "";

  @Option(names = "--delete", description = "removes the alias; the version stays")
  private boolean delete;

  @Option(names = "--force", description = "though a gate refused the version's run")
  private boolean force;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      description = "the reason, kept with the move: one line of at most 1,000 characters",
      defaultValue = "by hand")
  private String why = "by hand";

  @Mixin private MoveOptions options = new MoveOptions();

  @Override
  public int run(CommandContext context) {
    ModelName name = ModelName.parse(model);
    if (!delete && name.version().isEmpty() && name.aliasOrNull() == null) {
      throw Arguments.invalid(
          "which version of %s? Write %s:VERSION or %s@ALIAS"
              .formatted(name.model(), name.model(), name.model()));
    }
    MoveReason reason = new MoveReason(why);
    return AliasMoves.move(
        name,
        options.isDryRun(),
        context,
        (platform, promotions) -> move(name, reason, platform.tracking().models(), promotions));
  }

  private Done move(
      ModelName name, MoveReason reason, ModelRegistry models, Promotions promotions) {
    return delete
        ? promotions.remove(name.findNewest(models).model(), alias, reason, options.terms(force))
        : promotions.promote(name.find(models), alias, reason, options.terms(force));
  }
}
