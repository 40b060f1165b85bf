package io.millrace.app.command;

import io.millrace.core.file.FileRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a call says beside a pipeline file. */
public final class FileOptions {
  @Option(
      names = "--env",
      paramLabel = "NAME",
      description = "one of the file's environments, as prod")
  private @Nullable String environment;

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description = "the value of one of the file's params")
  private List<String> params = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "replaces a value of the file, as --set model.with.regParam=0.1")
  private List<String> sets = new ArrayList<>();

  /** The file with all of that. */
  FileRequest request(Path file, CommandContext context) {
    String text = Arguments.text(context.console().directory().resolve(file), file.toString());
    return request(text, file.toString(), context);
  }

  /** A text that stands for a file, with all of that. */
  FileRequest request(String text, String name, CommandContext context) {
    FileRequest request =
        FileRequest.of(text, name)
            .withVariables(context.variables())
            .withParams(Arguments.pairs("--param", params))
            .withSets(Arguments.pairs("--set", sets));
    return environment == null ? request : request.in(environment);
  }

  /** Whether anything was said. */
  boolean isGiven() {
    return environment != null || !params.isEmpty() || !sets.isEmpty();
  }
}
