package io.millrace.app.command;

import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.stream.StreamSettings;
import io.millrace.app.text.Quantities;
import io.millrace.app.view.StreamProgress;
import io.millrace.core.Platform;
import io.millrace.core.score.ModelName;
import io.millrace.core.score.ScoreCall;
import io.millrace.core.stream.StreamCall;
import io.millrace.core.stream.StreamReport;
import io.millrace.core.stream.Streaming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predicts rows as they arrive. */
@CommandLine.Command(
    description = {
      "Follows a source and predicts its rows as they arrive, until it is stopped: the same",
      "predictions, to the bit, as in the run. When the alias moves, the next batch has the new",
      "version. Called again with the same checkpoint, it goes on where it was; in Delta tables",
      "and databases each row lies once, whatever happened in between.",
      "",
      "Ctrl-C or TERM ends it behind the batch under way (exit code 130)."
    },
    footer = {
      "  millrace stream telco-churn@champion --input lake/customers --to lake/scores --checkpoint cp",
      "  millrace stream telco-churn --from orders.yaml --to lake/scores --checkpoint cp \\",
      "      --dead-letter lake/refused --trigger 5s",
      "  millrace stream telco-churn --input lake/customers --to lake/scores --checkpoint cp \\",
      "      --trigger available-now                          what arrived since the last call"
    })
public final class StreamCommand implements Command {
  private static final int INTERRUPTED = 130;
  private static final String ALL = "available-now";

  @Parameters(paramLabel = "MODEL", description = "NAME, NAME@alias or NAME:version")
  private String model = "";

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description = "a Delta table, or a directory whose name ends in .csv or .parquet")
  private @Nullable String input;

  @Option(
      names = "--from",
      paramLabel = "YAML",
      description = {
        "instead of --input, anything that an ingestor follows: a file with 'use' and 'with',",
        "or '{use: ingest/json, with: {…}}'"
      })
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "PATH",
      required = true,
      description = {
        "the Delta table that the predictions go to, which must not be there at the first start;",
        "or YAML, in a file or as '{url: jdbc:…, table: …, mode: append}', for all else"
      })
  private String to = "";

  @Option(names = "--append", description = "the table at --to may be there")
  private boolean append;

  @Option(
      names = "--keys",
      paramLabel = "COLUMNS",
      split = ",",
      description = "rows of the table at --to with the same keys are replaced")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      required = true,
      description = "remembers how far the stream is; one for each stream")
  private String checkpoint = "";

  @Option(
      names = "--dead-letter",
      paramLabel = "PATH",
      description = {
        "the Delta table, or the YAML of another place, that gets records that can't be read or",
        "scored, with the reason; without it, the first ends the stream"
      })
  private @Nullable String deadLetter;

  @Option(
      names = "--trigger",
      paramLabel = "WHEN",
      description = {
        "5s for a batch every five seconds at most; available-now for all that is there, then",
        "an end; a batch begins as soon as the last one is done, if not given"
      })
  private @Nullable String trigger;

  @Option(
      names = "--watermark",
      paramLabel = "COLUMN=DURATION",
      description = {
        "the event time, and how late rows may come, as ordered_at=10m: later ones are dead",
        "letters; with --keys, the row with the latest time is the one that stays"
      })
  private @Nullable String watermark;

  @Option(
      names = "--no-stamp",
      description = "leaves out the columns that tell model, version, package, batch and time")
  private boolean unstamped;

  @Mixin private YamlArguments yaml = new YamlArguments();
  @Mixin private EngineOptions engine = new EngineOptions();
  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public int run(CommandContext context) {
    ModelName name = ModelName.parse(model);
    StreamSettings settings = settings(context);
    ModelsShowCommand.requireHistory(name, context);
    try (Platform<?> platform = Platform.open(engine.on(plugins.settings(context)))) {
      StreamCall call =
          new StreamCall(
              name, input(context), target(context), letters(context), settings, !unstamped);
      StreamReport report = watched(platform.stream(call), context);
      show(report, context);
      return report.interrupted() ? INTERRUPTED : 0;
    }
  }

  private static StreamReport watched(Streaming<?> stream, CommandContext context) {
    Console console = context.console();
    MaskedErr.maskWith(stream::mask);
    try (Interrupts ignored = Interrupts.calling(stream::stop, console);
        StreamProgress progress = context.streamProgress()) {
      return stream.execute(progress);
    }
  }

  private ScoreCall.Input input(CommandContext context) {
    if ((input == null) == (from == null)) {
      throw Arguments.invalid("one of --input PATH and --from YAML says what is followed");
    }
    return from == null
        ? new ScoreCall.Input.Place(String.valueOf(input))
        : new ScoreCall.Input.Stage(yaml.request("--from", from, context));
  }

  private ScoreCall.Target target(CommandContext context) {
    if (append && !keys.isEmpty()) {
      throw Arguments.invalid(
          "--append and --keys exclude each other: each says what happens to rows that are there");
    }
    if (YamlArguments.isYaml(to)) {
      if (append || !keys.isEmpty()) {
        throw Arguments.invalid(
            "what happens to rows that are there stands in the YAML of --to: mode, keys");
      }
      return new ScoreCall.Target.Text(yaml.request("--to", to, context));
    }
    Output output = Output.to(to, append ? Mode.APPEND : Mode.CREATE);
    return new ScoreCall.Target.Place(keys.isEmpty() ? output : output.mergedOn(keys));
  }

  private ScoreCall.@Nullable Target letters(CommandContext context) {
    if (deadLetter == null) {
      return null;
    }
    return YamlArguments.isYaml(deadLetter)
        ? new ScoreCall.Target.Text(yaml.request("--dead-letter", deadLetter, context))
        : new ScoreCall.Target.Place(Output.to(deadLetter, Mode.APPEND));
  }

  private StreamSettings settings(CommandContext context) {
    boolean all = ALL.equals(trigger);
    Duration every = trigger == null || all ? Duration.ZERO : Arguments.age("--trigger", trigger);
    boolean local = !checkpoint.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
    String place =
        local ? context.console().directory().resolve(checkpoint).toString() : checkpoint;
    return new StreamSettings(place, all, every, watermark());
  }

  private StreamSettings.@Nullable Watermark watermark() {
    if (watermark == null) {
      return null;
    }
    int equals = watermark.lastIndexOf('=');
    if (equals < 1) {
      throw Arguments.invalid(
          "--watermark: write COLUMN=DURATION, as ordered_at=10m, not '%s'".formatted(watermark));
    }
    return new StreamSettings.Watermark(
        watermark.substring(0, equals),
        Arguments.age("--watermark", watermark.substring(equals + 1)));
  }

  private static void show(StreamReport report, CommandContext context) {
    if (context.json()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("stream", report.stream());
      json.put("model", report.model());
      json.put("version", report.version() == 0 ? null : report.version());
      json.put("from", report.from());
      json.put("to", report.to());
      json.put("delivery", report.delivery());
      json.put("batches", report.batches());
      json.put("rows", report.rows());
      json.put("deadLetters", report.deadLetters());
      json.put("seconds", report.seconds());
      json.put("interrupted", report.interrupted());
      JsonOutput.print(context.console(), json);
      return;
    }
    context
        .console()
        .print(
            "%s: %s rows of %s in %s, %s batches in %s%s"
                .formatted(
                    report.model(),
                    Quantities.count(report.rows()),
                    report.from(),
                    report.to(),
                    Quantities.count(report.batches()),
                    Quantities.seconds(report.seconds()),
                    report.deadLetters() == 0
                        ? ""
                        : "; %s records set aside"
                            .formatted(Quantities.count(report.deadLetters()))));
  }
}
