package io.millrace.app;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.app.Verb.Group;
import io.millrace.app.command.CiInitCommand;
import io.millrace.app.command.FeaturesHistoryCommand;
import io.millrace.app.command.FeaturesListCommand;
import io.millrace.app.command.FeaturesShowCommand;
import io.millrace.app.command.GcCommand;
import io.millrace.app.command.LineageCommand;
import io.millrace.app.command.ModelsAliasCommand;
import io.millrace.app.command.ModelsDiffCommand;
import io.millrace.app.command.ModelsExportCommand;
import io.millrace.app.command.ModelsHistoryCommand;
import io.millrace.app.command.ModelsListCommand;
import io.millrace.app.command.ModelsPromoteCommand;
import io.millrace.app.command.ModelsRollbackCommand;
import io.millrace.app.command.ModelsShowCommand;
import io.millrace.app.command.ModelsVerifyCommand;
import io.millrace.app.command.NewPipelineCommand;
import io.millrace.app.command.NewPluginCommand;
import io.millrace.app.command.PlanCommand;
import io.millrace.app.command.ReportCommand;
import io.millrace.app.command.RequestsCollectCommand;
import io.millrace.app.command.RunCommand;
import io.millrace.app.command.RunsCompareCommand;
import io.millrace.app.command.RunsListCommand;
import io.millrace.app.command.RunsPruneCommand;
import io.millrace.app.command.RunsReproduceCommand;
import io.millrace.app.command.RunsShowCommand;
import io.millrace.app.command.SchemaCommand;
import io.millrace.app.command.ScoreCommand;
import io.millrace.app.command.ServeCommand;
import io.millrace.app.command.ShowCommand;
import io.millrace.app.command.StagesCommand;
import io.millrace.app.command.StreamCommand;
import io.millrace.app.command.TrackingCopyCommand;
import io.millrace.app.command.TrackingStatusCommand;
import io.millrace.app.command.UiCommand;
import io.millrace.app.command.ValidateCommand;
import io.millrace.core.catalog.NearNames;
import java.util.List;

/** All verbs, in the order of the help. */
final class Verbs {
  static final List<Verb> ALL =
      List.of(
          new Verb("new pipeline", Group.WRITE, "a first pipeline", NewPipelineCommand::new),
          new Verb("new plugin", Group.WRITE, "stages of your own", NewPluginCommand::new),
          new Verb("ci init", Group.WRITE, "CI files for GitHub, GitLab", CiInitCommand::new),
          new Verb("stages", Group.WRITE, "the stages that pipelines can use", StagesCommand::new),
          new Verb("schema", Group.WRITE, "the JSON Schema of files", SchemaCommand::new),
          new Verb("validate", Group.WRITE, "all mistakes of a file", ValidateCommand::new),
          new Verb("show", Group.WRITE, "columns and rows after a stage", ShowCommand::new),
          new Verb("plan", Group.RUN, "what a run would do, and why", PlanCommand::new),
          new Verb("run", Group.RUN, "plan and run a pipeline", RunCommand::new),
          new Verb("score", Group.USE, "predict rows with a model", ScoreCommand::new),
          new Verb("stream", Group.USE, "predict rows as they arrive", StreamCommand::new),
          new Verb("serve", Group.USE, "answer requests over HTTP", ServeCommand::new),
          new Verb("requests collect", Group.USE, "logs into a table", RequestsCollectCommand::new),
          new Verb("models list", Group.USE, "registered models", ModelsListCommand::new),
          new Verb("models show", Group.USE, "a version of a model", ModelsShowCommand::new),
          new Verb("models diff", Group.USE, "two versions side by side", ModelsDiffCommand::new),
          new Verb("models promote", Group.USE, "move an alias", ModelsPromoteCommand::new),
          new Verb("models rollback", Group.USE, "move it back", ModelsRollbackCommand::new),
          new Verb("models alias", Group.USE, "set or remove an alias", ModelsAliasCommand::new),
          new Verb("models history", Group.USE, "who moved what, why", ModelsHistoryCommand::new),
          new Verb("models export", Group.USE, "copy a package", ModelsExportCommand::new),
          new Verb("models verify", Group.USE, "is a package whole?", ModelsVerifyCommand::new),
          new Verb("runs list", Group.LOOK, "recorded runs", RunsListCommand::new),
          new Verb("runs show", Group.LOOK, "all about a run", RunsShowCommand::new),
          new Verb("runs compare", Group.LOOK, "runs side by side", RunsCompareCommand::new),
          new Verb("report", Group.LOOK, "a run as a page", ReportCommand::new),
          new Verb("ui", Group.LOOK, "all of it in a browser", UiCommand::new),
          new Verb(
              "runs reproduce",
              Group.LOOK,
              "make a run's model anew, and compare it",
              RunsReproduceCommand::new),
          new Verb("lineage", Group.LOOK, "made of what, and into what", LineageCommand::new),
          new Verb("runs prune", Group.LOOK, "forget old runs", RunsPruneCommand::new),
          new Verb("features list", Group.LOOK, "feature tables", FeaturesListCommand::new),
          new Verb("features show", Group.LOOK, "columns of a table", FeaturesShowCommand::new),
          new Verb(
              "features history", Group.LOOK, "versions of a table", FeaturesHistoryCommand::new),
          new Verb("tracking status", Group.LOOK, "where runs go", TrackingStatusCommand::new),
          new Verb("tracking copy", Group.LOOK, "runs elsewhere", TrackingCopyCommand::new),
          new Verb("gc", Group.LOOK, "delete what nothing needs", GcCommand::new));

  private Verbs() {}

  /**
   * The verb of these words.
   *
   * @param first the first word of the call
   * @param second the word after it; empty if there is none
   * @throws MillraceException if there is no such verb
   */
  static Verb of(String first, String second) {
    for (Verb verb : ALL) {
      if (verb.name().equals(first) || verb.name().equals(first + " " + second)) {
        return verb;
      }
    }
    List<String> words = secondWords(first);
    if (words.isEmpty()) {
      List<String> names = ALL.stream().map(Verb::firstWord).distinct().toList();
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "there is no verb '" + first + "'" + NearNames.hintOrList(first, names, "verbs are"));
    }
    throw new MillraceException(StandardError.INVALID_CALL, incomplete(first, second, words));
  }

  /** The words that may follow a first word; none if it is a whole verb. */
  static List<String> secondWords(String first) {
    return ALL.stream()
        .filter(verb -> verb.name().startsWith(first + " "))
        .map(verb -> verb.name().substring(first.length() + 1))
        .toList();
  }

  private static String incomplete(String first, String second, List<String> words) {
    if (second.isEmpty()) {
      return "'" + first + "' needs one of " + String.join(", ", words) + " after it";
    }
    return "there is no '"
        + first
        + " "
        + second
        + "'"
        + NearNames.hintOrList(second, words, "after '" + first + "' come");
  }
}
