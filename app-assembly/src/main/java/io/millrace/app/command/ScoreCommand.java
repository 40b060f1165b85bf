package io.millrace.app.command;

import io.millrace.app.text.Quantities;
import io.millrace.core.Platform;
import io.millrace.core.score.ModelName;
import io.millrace.core.score.ScoreCall;
import io.millrace.core.score.ScoreReport;
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
      "  millrace score telco-churn:3 --input data/new.parquet --to predictions.csv --overwrite"
    })
public final class ScoreCommand implements Command {
  @Parameters(paramLabel = "MODEL", description = "NAME, NAME@alias or NAME:version")
  private String model = "";

  @Option(
      names = "--input",
      paramLabel = "PATH",
      required = true,
      description = "a CSV file, a Parquet file or directory, or a Delta table")
  private String input = "";

  @Option(
      names = "--to",
      paramLabel = "PATH",
      required = true,
      description = "where the predictions go: .parquet, .csv, .json, .delta")
  private String to = "";

  @Option(names = "--overwrite", description = "what lies at --to may be replaced")
  private boolean overwrite;

  @Mixin private EngineOptions engine = new EngineOptions();
  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public int run(CommandContext context) {
    ModelName name = ModelName.parse(model);
    ModelsShowCommand.requireHistory(name, context);
    try (Platform<?> platform = Platform.open(engine.on(plugins.settings(context)))) {
      ScoreCall call = new ScoreCall(name, input, to, overwrite);
      show(platform.score(call).execute(), context);
    }
    return 0;
  }

  private static void show(ScoreReport report, CommandContext context) {
    long rows = report.figures().rows();
    if (context.json()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("model", report.model());
      json.put("version", report.version());
      json.put("to", report.to());
      json.put("format", report.format());
      json.put("rows", rows < 0 ? null : rows);
      json.put("seconds", report.seconds());
      JsonOutput.print(context.console(), json);
      return;
    }
    String count = rows < 0 ? "" : Quantities.count(rows) + " rows ";
    context
        .console()
        .print(
            "%s version %d: %sin %s (%s) in %s"
                .formatted(
                    report.model(),
                    report.version(),
                    count,
                    report.to(),
                    report.format(),
                    Quantities.seconds(report.seconds())));
  }
}
