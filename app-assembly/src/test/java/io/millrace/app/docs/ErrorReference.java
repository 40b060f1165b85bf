package io.millrace.app.docs;

import io.millrace.api.error.Blame;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reference of error codes; what a code means stands in its javadoc, and nowhere else. */
final class ErrorReference {
  private static final Pattern CONSTANT =
      Pattern.compile("/\\*\\*(?<text>(?:(?!\\*/).)*)\\*/\\s+(?<name>[A-Z_]+)\\(", Pattern.DOTALL);

  private ErrorReference() {}

  /**
   * The page, as Markdown.
   *
   * @param source the source file of {@link StandardError}
   */
  static String markdown(Path source) throws IOException {
    Map<String, String> meanings = meanings(Files.readString(source));
    List<String> lines = new ArrayList<>();
    lines.add("# Error codes");
    lines.add("");
    lines.add("Every problem carries a code in brackets. Whose turn it is decides the exit code.");
    lines.add("A stage with `retry` is tried again only for a code that is marked retryable.");
    for (Blame blame : Blame.values()) {
      lines.add("");
      lines.add("## Exit code " + blame.exitCode() + ": " + title(blame));
      lines.add("");
      lines.add("| code | meaning |");
      lines.add("| --- | --- |");
      for (StandardError code : StandardError.values()) {
        if (code.blame() == blame) {
          lines.add("| `" + code.name() + "` | " + meaning(code, meanings) + " |");
        }
      }
    }
    lines.add("");
    lines.add("Exit code 0 means done; 130 means interrupted: the run can be resumed.");
    return String.join("\n", lines) + "\n";
  }

  private static String meaning(StandardError code, Map<String, String> meanings) {
    String text = meanings.get(code.name());
    if (text == null) {
      throw new IllegalStateException("StandardError." + code + " has no javadoc");
    }
    return text + (code.retryable() ? " Retryable." : "");
  }

  private static String title(Blame blame) {
    return switch (blame) {
      case USER -> "a mistake in the call or in the pipeline file";
      case DATA -> "the data does not hold what the pipeline says";
      case GATE -> "a gate refused the model";
      case OUTSIDE -> "something outside failed";
      case BUG -> "a defect of Millrace or of a plugin";
    };
  }

  private static Map<String, String> meanings(String source) {
    Map<String, String> meanings = new TreeMap<>();
    Matcher matcher = CONSTANT.matcher(source);
    while (matcher.find()) {
      String text = matcher.group("text").replaceAll("\\s*\\n\\s*\\*\\s?", " ").strip();
      meanings.put(
          matcher.group("name"),
          text.replaceAll("\\{@code ((?:[^{}]|\\{[^}]*\\})*)\\}", "`$1`").replace("|", "\\|"));
    }
    return meanings;
  }
}
