package io.millrace.app.command;

import io.millrace.api.tracking.ModelRegistry;
import io.millrace.core.promote.MoveReason;
import io.millrace.core.promote.Promotions;
import io.millrace.core.promote.Promotions.Done;
import io.millrace.core.promote.Promotions.Terms;
import io.millrace.core.promote.VerifiedPackage;
import io.millrace.core.score.ModelName;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets an alias name the version before. */
@CommandLine.Command(
    description = {
      "Lets an alias name the version again that it named before the present one, or --to-version.",
      "Rolling back once more goes one further back; versions that were rolled back from don't"
          + " count.",
      "If someone else moves the alias at the same moment, nothing is done (ALIAS_MOVED, exit code"
          + " 2)."
    },
    footer = {
      "  millrace models rollback telco-churn                    the champion",
      "  millrace models rollback telco-churn@challenger --why \"too slow\"",
      "  millrace models rollback telco-churn --to-version 2 --dry-run"
    })
public final class ModelsRollbackCommand implements Command {
  private static final String CHAMPION = "champion";

  @Parameters(paramLabel = "MODEL", description = "NAME for its champion, or NAME@alias")
  private String model = "";

  @Option(
      names = "--to-version",
      paramLabel = "VERSION",
      description = "any version, not the one before")
  private @Nullable String toVersion;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      description = "the reason, kept with the move: one line of at most 1,000 characters",
      defaultValue = "rolled back")
  private String why = "rolled back";

  @Mixin private MoveOptions options = new MoveOptions();

  @Override
  public int run(CommandContext context) {
    ModelName name = ModelName.parse(model);
    if (name.version().isPresent()) {
      throw Arguments.invalid(
          "'%s' names a version; write NAME or NAME@alias, and --to-version %d to go back to it"
              .formatted(model, name.number()));
    }
    OptionalInt to =
        toVersion == null
            ? OptionalInt.empty()
            : OptionalInt.of(MoveOptions.version("--to-version", toVersion, ""));
    MoveReason reason = new MoveReason(why);
    return AliasMoves.move(
        name,
        options.isDryRun(),
        context,
        (platform, promotions) ->
            rollback(name, to, reason, platform.tracking().models(), promotions));
  }

  private Done rollback(
      ModelName name,
      OptionalInt to,
      MoveReason reason,
      ModelRegistry models,
      Promotions promotions) {
    name.findNewest(models);
    String alias = name.aliasOrNull() == null ? CHAMPION : name.aliasOrNull();
    Terms terms = options.terms(false);
    Terms dry = new Terms(terms.expected(), false, true);
    int target = promotions.rollback(name.model(), alias, to, reason, dry).move().to();
    VerifiedPackage.of(new ModelName(name.model(), null, target).find(models), models);
    return terms.dryRun()
        ? promotions.rollback(name.model(), alias, to, reason, dry)
        : promotions.rollback(name.model(), alias, to, reason, terms);
  }
}
