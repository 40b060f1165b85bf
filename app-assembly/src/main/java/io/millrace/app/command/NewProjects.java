package io.millrace.app.command;

import io.millrace.core.template.NewProject;
import io.millrace.core.template.ProjectTemplate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes projects, and says what was written and what to do with it. */
final class NewProjects {
  private NewProjects() {}

  static int write(ProjectTemplate template, Path directory, CommandContext context) {
    NewProject project = template.write(context.console().directory().resolve(directory));
    if (context.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", project.name());
      json.put("directory", project.directory().toString());
      json.put("files", project.files().stream().map(Path::toString).toList());
      JsonOutput.print(context.console(), json);
      return 0;
    }
    Console console = context.console();
    console.print(context.style().bold(project.name()) + " in " + project.directory());
    project.files().forEach(file -> console.print("  " + file));
    console.print("");
    console.print("Next");
    project.commands().forEach(command -> console.print("  " + command));
    return 0;
  }
}
