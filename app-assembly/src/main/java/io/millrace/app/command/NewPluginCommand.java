package io.millrace.app.command;

import io.millrace.core.template.ProjectTemplate;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Writes a plugin project. */
@CommandLine.Command(
    description =
        "Writes a Maven project with a stage of your own and its tests; it builds as it is.",
    footer = {"  millrace new plugin my-stages && cd my-stages && mvn package"})
public final class NewPluginCommand implements Command {
  @Parameters(paramLabel = "DIR", description = "made if it is not there")
  private Path directory = Path.of("");

  @Override
  public int run(CommandContext context) {
    return NewProjects.write(ProjectTemplate.plugin(Version.number()), directory, context);
  }
}
