package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes files for CI servers. */
@CommandLine.Command(
    description = {
      "Writes .github/workflows/millrace.yml and .gitlab-ci.yml for a pipeline: pull requests are validated and",
      "planned, with the difference from the branch they go into as a comment; a push to the main branch runs the",
      "pipeline, judges its gates and promotes. Gates are test cases of the CI server (JUnit XML).",
      "Secrets that the file refers to are handed on by name. A file that is there stays, without --force."
    },
    footer = {
      "  millrace ci init                          both, for ./pipeline.yaml",
      "  millrace ci init --github --pipeline churn/pipeline.yaml",
      "  millrace ci init --gitlab --branch trunk ../churn"
    })
public final class CiInitCommand implements Command {
  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      defaultValue = ".",
      description = "the root of the repository; else the present directory")
  private Path root = Path.of(".");

  @Option(names = "--github", description = "only the file for GitHub Actions")
  private boolean github;

  @Option(names = "--gitlab", description = "only the file for GitLab CI")
  private boolean gitlab;

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      defaultValue = "pipeline.yaml",
      description = "the pipeline file, as seen from DIR; else pipeline.yaml")
  private String pipeline = "pipeline.yaml";

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      defaultValue = "main",
      description = "the branch whose pushes are run; else main")
  private String branch = "main";

  @Option(names = "--force", description = "replaces files that are there")
  private boolean force;

  @Option(names = "--dry-run", description = "only tell")
  private boolean dryRun;

  @Override
  public int run(CommandContext context) {
    if (!branch.matches("[A-Za-z0-9][A-Za-z0-9._/-]*")) {
      throw Arguments.invalid("--branch takes the name of a branch, not '" + branch + "'");
    }
    Path directory = context.console().directory().resolve(root).normalize();
    Path file = directory.resolve(pipeline);
    if (!Files.isRegularFile(file)) {
      throw new MillraceException(
          StandardError.NOT_FOUND,
          "there is no file '%s' in %s; name the pipeline with --pipeline"
              .formatted(pipeline, directory));
    }
    Map<Path, String> files = files(new CiFiles(pipeline, Arguments.text(file, pipeline), branch));
    requireFree(directory, files);
    if (!dryRun) {
      files.forEach((path, text) -> write(directory.resolve(path), text));
    }
    show(directory, List.copyOf(files.keySet()), context);
    return 0;
  }

  private Map<Path, String> files(CiFiles texts) {
    boolean both = github == gitlab;
    Map<Path, String> files = new LinkedHashMap<>();
    if (both || github) {
      files.put(Path.of(".github", "workflows", "millrace.yml"), texts.github());
    }
    if (both || gitlab) {
      files.put(Path.of(".gitlab-ci.yml"), texts.gitlab());
    }
    return files;
  }

  private void requireFree(Path directory, Map<Path, String> files) {
    for (Path file : files.keySet()) {
      if (!force && Files.exists(directory.resolve(file))) {
        throw Arguments.invalid(
            "%s is there already; --force replaces it, --github or --gitlab writes only one"
                .formatted(directory.resolve(file)));
      }
    }
  }

  private static void write(Path file, String text) {
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "'%s' can't be written: %s".formatted(file, e), e);
    }
  }

  private void show(Path directory, List<Path> files, CommandContext context) {
    if (context.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("directory", directory.toString());
      json.put("files", files.stream().map(Path::toString).toList());
      json.put("dryRun", dryRun);
      JsonOutput.print(context.console(), json);
      return;
    }
    files.forEach(file -> context.console().print((dryRun ? "would write " : "wrote ") + file));
    context.console().print("What to set on the server stands at the top of each.");
  }
}
