package io.millrace.app.command;

import io.millrace.core.file.FileRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Arguments that are YAML: inline, where they start with a brace, or a file. */
public final class YamlArguments {
  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description = "the value of one of the params of that YAML")
  private List<String> params = new ArrayList<>();

  /** Whether an argument that may be a path is YAML. */
  static boolean isYaml(String argument) {
    String text = argument.strip().toLowerCase(Locale.ROOT);
    return text.startsWith("{") || text.endsWith(".yaml") || text.endsWith(".yml");
  }

  /** The YAML of an argument. */
  FileRequest request(String option, String argument, CommandContext call) {
    boolean inline = argument.strip().startsWith("{");
    String text =
        inline ? argument : Arguments.text(call.console().directory().resolve(argument), argument);
    return FileRequest.of(text, inline ? option : argument)
        .withVariables(call.variables())
        .withParams(Arguments.pairs("--param", params));
  }

  /** Whether params were given. */
  boolean hasParams() {
    return !params.isEmpty();
  }
}
