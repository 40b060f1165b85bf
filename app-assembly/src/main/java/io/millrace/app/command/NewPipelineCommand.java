package io.millrace.app.command;

import io.millrace.core.template.ProjectTemplate;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Writes a first pipeline. */
@CommandLine.Command(
    description = "Writes a directory with a pipeline that runs, explained line by line.",
    footer = {"  millrace new pipeline churn && millrace run churn/pipeline.yaml"})
public final class NewPipelineCommand implements Command {
  @Parameters(paramLabel = "DIR", description = "made if it is not there")
  private Path directory = Path.of("");

  @Override
  public int run(CommandContext context) {
    return NewProjects.write(ProjectTemplate.pipeline(Version.number()), directory, context);
  }
}
