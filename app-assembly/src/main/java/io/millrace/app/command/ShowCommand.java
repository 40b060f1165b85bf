package io.millrace.app.command;

import io.millrace.api.Part;
import io.millrace.app.view.PreviewView;
import io.millrace.app.view.RunProgress;
import io.millrace.core.Platform;
import io.millrace.core.PlatformRun;
import io.millrace.core.RunCall;
import io.millrace.core.file.FileRequest;
import io.millrace.core.run.Preview;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows schema and a few rows after a stage. */
@CommandLine.Command(
    description = {
      "Shows the columns and a few rows after a stage: the daily loop of writing a pipeline.",
      "What is learnt on the way is kept and used again; nothing is published."
    },
    footer = {
      "  millrace show pipeline.yaml clean",
      "  millrace show pipeline.yaml imputed --rows 20 --part test"
    })
public final class ShowCommand implements Command {
  @Parameters(index = "0", paramLabel = "FILE", description = "the pipeline file")
  private Path file = Path.of("");

  @Parameters(index = "1", paramLabel = "STAGE", description = "the stage's id")
  private String stage = "";

  @Option(names = "--rows", paramLabel = "N", description = "so many rows", defaultValue = "10")
  private int rows = 10;

  @Option(
      names = "--part",
      paramLabel = "PART",
      description = "behind a split: train (the default), validation or test")
  private @Nullable String part;

  @Option(
      names = "--sample",
      paramLabel = "SHARE",
      description = "only this share of every source's rows, as 1%%")
  private @Nullable String sample;

  @Mixin private FileOptions options = new FileOptions();
  @Mixin private EngineOptions engine = new EngineOptions();
  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public int run(CommandContext context) {
    if (rows < 0) {
      throw Arguments.invalid("--rows takes a count, not " + rows);
    }
    FileRequest request = options.request(file, context);
    double share = sample == null ? 1 : Arguments.share("--sample", sample);
    RunCall call = new RunCall(request, null, null, false, share);
    Optional<Part> chosen = chosenPart();
    try (Platform<?> platform = Platform.open(engine.on(plugins.settings(context)))) {
      PlatformRun<?> run = platform.run(call);
      return Mistakes.orShow(run::problems, context, () -> show(run, chosen, context));
    }
  }

  private int show(PlatformRun<?> run, Optional<Part> chosen, CommandContext context) {
    Preview preview = preview(run, chosen, context);
    if (context.json()) {
      JsonOutput.print(context.console(), PreviewView.json(preview));
    } else {
      context.console().print(PreviewView.text(preview, context.style()));
    }
    return 0;
  }

  private Preview preview(PlatformRun<?> run, Optional<Part> chosen, CommandContext context) {
    Console console = context.console();
    MaskedErr.maskWith(run::mask);
    try (Interrupts ignored = Interrupts.calling(run::cancel, console);
        RunProgress progress = context.progress(run::mask)) {
      return run.preview(stage, chosen, rows, progress);
    }
  }

  private Optional<Part> chosenPart() {
    if (part == null) {
      return Optional.empty();
    }
    for (Part known : Part.values()) {
      if (known.text().equals(part)) {
        return Optional.of(known);
      }
    }
    String names = Arrays.stream(Part.values()).map(Part::text).collect(Collectors.joining(", "));
    throw Arguments.invalid("--part takes " + names + ", not '" + part + "'");
  }
}
