package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Files of CI servers for a pipeline; resources in which words stand between at signs. */
final class CiFiles {
  private static final Pattern REFERENCE =
      Pattern.compile("(?<!\\$)\\$\\{(secret|env):([A-Za-z_][A-Za-z0-9_]*)\\}");

  private final String pipeline;
  private final String main;
  private final Set<String> secrets;
  private final Set<String> variables;

  /**
   * For a pipeline.
   *
   * @param pipeline its file, as the jobs call it
   * @param text what the file holds
   * @param main the branch whose pushes are run
   */
  CiFiles(String pipeline, String text, String main) {
    this.pipeline = pipeline;
    this.main = main;
    this.secrets = references(text, "secret");
    this.variables = references(text, "env");
  }

  private static Set<String> references(String text, String kind) {
    Matcher found = REFERENCE.matcher(text);
    Set<String> names = new TreeSet<>();
    while (found.find()) {
      if (found.group(1).equals(kind)) {
        names.add(kind.equals("secret") ? "MILLRACE_SECRET_" + found.group(2) : found.group(2));
      }
    }
    return names;
  }

  /** {@code .github/workflows/millrace.yml}. */
  String github() {
    String given =
        secrets.stream()
            .map(name -> "  %1$s: ${{ secrets.%1$s }}\n".formatted(name))
            .collect(Collectors.joining());
    given +=
        variables.stream()
            .map(name -> "  %1$s: ${{ vars.%1$s }}\n".formatted(name))
            .collect(Collectors.joining());
    String notes = notes("secret   ", secrets) + notes("variable ", variables);
    return filled("github.yml", notes, install("$HOME/millrace", "          "))
        .replace("@VARIABLES@\n", given.isEmpty() ? "\n" : given + "\n");
  }

  /** {@code .gitlab-ci.yml}, in which variables of the project need no mention. */
  String gitlab() {
    String notes = notes("masked: ", secrets) + notes("", variables);
    return filled("gitlab.yml", notes, install("$CI_PROJECT_DIR/.millrace-build", "      "));
  }

  private String filled(String resource, String notes, String install) {
    return text(resource)
        .replace("@SECRETS@\n", notes.isEmpty() ? "" : notes)
        .replace("@INSTALL@\n", install)
        .replace("@PIPELINE@", quoted(pipeline))
        .replace("@NAME@", quoted("Millrace: " + pipeline))
        .replace("@MAIN@", main);
  }

  private static String notes(String kind, Set<String> names) {
    return names.stream()
        .map(name -> "#   %s%s\n".formatted(kind, name))
        .collect(Collectors.joining());
  }

  /** A clone is enough: the launcher in it builds it when it is first called. */
  private static String install(String directory, String indent) {
    return """
        if ! command -v millrace > /dev/null && [ ! -d "DIRECTORY" ]; then
          git clone -q --depth 1 "$MILLRACE_REPOSITORY" "DIRECTORY"
        fi
        """
        .replace("DIRECTORY", directory)
        .indent(indent.length());
  }

  /** In double quotes as YAML reads them. */
  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String text(String resource) {
    try (InputStream in =
        requireNonNull(
            CiFiles.class.getResourceAsStream("/io/millrace/app/ci/" + resource),
            "no resource " + resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
