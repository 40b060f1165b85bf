package io.millrace.app.command;

import io.millrace.app.text.Quantities;
import io.millrace.app.view.RunProgress;
import io.millrace.core.Platform;
import io.millrace.core.score.ModelName;
import io.millrace.core.score.ScoreCall;
import io.millrace.core.score.ScoreReport;
import io.millrace.core.score.Scoring;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predicts a batch of rows with a registered model. */
@CommandLine.Command(
    description = {
      "Predicts rows with a registered model: the same predictions, to the bit, as in the run.",
      "Columns that the model does not need pass through."
    },
    footer = {
      "  millrace score telco-churn@champion --input new.csv --to out.parquet",
      "  millrace score telco-churn:3 --input data/new.parquet --to predictions.csv --overwrite",
      "  millrace score telco-churn --from new.yaml --to scores --replace \"day = '2026-11-20'\""
    })
public final class ScoreCommand implements Command {
  @Parameters(paramLabel = "MODEL", description = "NAME, NAME@alias or NAME:version")
  private String model = "";

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description = {
        "a CSV file, a Parquet file or directory, or a Delta table;",
        "kafka://BROKER:PORT/TOPIC with the Kafka plugin"
      })
  private @Nullable String input;

  @Option(
      names = "--from",
      paramLabel = "YAML",
      description = {
        "instead of --input, anything that an ingestor reads: a file with 'use' and 'with',",
        "or '{use: ingest/jdbc, with: {…}}'"
      })
  private @Nullable String from;

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--job",
      paramLabel = "NAME",
      description = {
        "names the job: what it wrote is not written again. Without it the name follows",
        "from model, input and output"
      })
  private @Nullable String job;

  @Option(
      names = "--no-stamp",
      description = "leaves out the columns that tell model, version, package, job and time")
  private boolean unstamped;

  @Mixin private YamlArguments yaml = new YamlArguments();
  @Mixin private EngineOptions engine = new EngineOptions();
  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public int run(CommandContext context) {
    ModelName name = ModelName.parse(model);
    ModelsShowCommand.requireHistory(name, context);
    try (Platform<?> platform = Platform.open(engine.on(plugins.settings(context)))) {
      ScoreCall call =
          new ScoreCall(name, input(context), output.target(yaml, context), job, !unstamped);
      show(watched(platform.score(call), context), context);
    }
    return 0;
  }

  private static ScoreReport watched(Scoring<?> scoring, CommandContext context) {
    try (RunProgress progress = context.progress(MaskedErr::masked)) {
      return scoring.execute(progress);
    }
  }

  private ScoreCall.Input input(CommandContext context) {
    if ((input == null) == (from == null)) {
      throw Arguments.invalid("one of --input PATH and --from YAML says what is scored");
    }
    return from == null
        ? new ScoreCall.Input.Place(String.valueOf(input))
        : new ScoreCall.Input.Stage(yaml.request("--from", from, context));
  }

  private static void show(ScoreReport report, CommandContext context) {
    if (context.json()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("model", report.model());
      json.put("version", report.version());
      json.put("to", report.to());
      json.put("format", report.format());
      json.put("run", report.runOrNull());
      json.put("job", report.job());
      json.put("repeated", report.repeated());
      json.put("rows", report.rows() < 0 ? null : report.rows());
      json.put("dropped", report.dropped() < 0 ? null : report.dropped());
      json.put("seconds", report.seconds());
      JsonOutput.print(context.console(), json);
      return;
    }
    context.console().print(sentence(report));
    if (report.dropped() > 0) {
      context
          .console()
          .print(
              "%s rows are left out: a step of the model drops them"
                  .formatted(Quantities.count(report.dropped())));
    }
  }

  private static String sentence(ScoreReport report) {
    String count = report.rows() < 0 ? "" : Quantities.count(report.rows()) + " rows ";
    return report.repeated()
        ? "%s version %d: %sin %s (%s) since job %s did it before; nothing was done (--job NAME does it anew)"
            .formatted(
                report.model(), report.version(), count, report.to(), report.format(), report.job())
        : "%s version %d: %sin %s (%s) in %s, job %s"
            .formatted(
                report.model(),
                report.version(),
                count,
                report.to(),
                report.format(),
                Quantities.seconds(report.seconds()),
                report.job());
  }
}
