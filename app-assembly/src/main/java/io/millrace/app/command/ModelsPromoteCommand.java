package io.millrace.app.command;

import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.core.promote.MoveReason;
import io.millrace.core.promote.VerifiedPackage;
import io.millrace.core.score.ModelName;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets an alias name a version. */
@CommandLine.Command(
    description = {
      "Lets an alias name a version: what follows the alias (serve, score, stream, gates) uses it"
          + " from then on.",
      "The package is verified first. Who, when, from, to and why are kept: 'millrace models"
          + " history NAME'.",
      "",
      "A version of a run that a gate refused needs --force. With --expect the alias moves only if"
          + " it still",
      "names the version that the decision was based on; else nothing is done (ALIAS_MOVED, exit"
          + " code 2)."
    },
    footer = {
      "  millrace models promote telco-churn --to champion --why \"better in the north\"   the"
          + " newest version",
      "  millrace models promote telco-churn:3 --to champion --why \"agreed\" --expect 2",
      "  millrace models promote telco-churn@challenger --to champion --why \"won\" --dry-run"
    })
public final class ModelsPromoteCommand implements Command {
  @Parameters(
      paramLabel = "MODEL",
      description = "NAME for its newest version, NAME:version or NAME@alias")
  private String model = "";

  @Option(
      names = "--to",
      paramLabel = "ALIAS",
      required = true,
      description = "the alias that is to name it, as champion")
  private String alias = "";

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      required = true,
      description = "the reason, kept with the move: one line of at most 1,000 characters")
  private String why = "";

  @Option(names = "--force", description = "though a gate refused the version's run")
  private boolean force;

  @Mixin private MoveOptions options = new MoveOptions();

  @Override
  public int run(CommandContext context) {
    ModelName name = ModelName.parse(model);
    MoveReason reason = new MoveReason(why);
    return AliasMoves.move(
        name,
        options.isDryRun(),
        context,
        (platform, promotions) -> {
          ModelRegistry models = platform.tracking().models();
          ModelVersion version = name.findNewest(models);
          VerifiedPackage.of(version, models);
          return promotions.promote(version, alias, reason, options.terms(force));
        });
  }
}
