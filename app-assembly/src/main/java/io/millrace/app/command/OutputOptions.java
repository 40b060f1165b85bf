package io.millrace.app.command;

import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.core.score.ScoreCall.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where scored rows go. */
public final class OutputOptions {
  @Option(
      names = "--to",
      paramLabel = "PATH",
      required = true,
      description = {
        "where the predictions go: .parquet, .csv, .json, or a Delta table;",
        "kafka://BROKER:PORT/TOPIC with the Kafka plugin (at least once, with --append);",
        "or YAML, in a file or as '{url: jdbc:…, table: …}', for databases and all else"
      })
  private String to = "";

  @Option(names = "--overwrite", description = "what lies at --to may be replaced")
  private boolean overwrite;

  @Option(names = "--append", description = "the rows are added to the table at --to")
  private boolean append;

  @Option(
      names = "--keys",
      paramLabel = "COLUMNS",
      split = ",",
      description = "rows of the table at --to with the same keys are replaced")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "--replace",
      paramLabel = "CONDITION",
      description =
          "the rows of the Delta table that it picks are replaced, as \"day = '2026-11-20'\"")
  private @Nullable String replace;

  /** The target. */
  Target target(YamlArguments yaml, CommandContext context) {
    int ways = (overwrite ? 1 : 0) + (append ? 1 : 0) + (keys.isEmpty() ? 0 : 1);
    ways += replace == null ? 0 : 1;
    if (ways > 1) {
      throw Arguments.invalid(
          "--overwrite, --append, --keys and --replace exclude each other: each says what happens"
              + " to rows that are there");
    }
    if (YamlArguments.isYaml(to)) {
      if (ways > 0) {
        throw Arguments.invalid(
            "what happens to rows that are there stands in the YAML of --to: mode, keys, replace");
      }
      return new Target.Text(yaml.request("--to", to, context));
    }
    Output output = Output.to(to, overwrite ? Mode.OVERWRITE : append ? Mode.APPEND : Mode.CREATE);
    if (!keys.isEmpty()) {
      output = output.mergedOn(keys);
    }
    return new Target.Place(replace == null ? output : output.replacing(replace));
  }
}
