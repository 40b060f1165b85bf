package io.millrace.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The reference of the command line: every verb's own help page. */
public final class CommandReference {
  private CommandReference() {}

  /** The page, as Markdown. */
  public static String markdown(Path directory) {
    List<String> lines = new ArrayList<>();
    lines.add("# Commands");
    lines.add("");
    lines.add("What `millrace --help` and `millrace VERB --help` print.");
    page("millrace", Call.in(directory, "--help"), lines);
    for (Verb verb : Verbs.ALL) {
      List<String> words = new ArrayList<>(List.of(verb.name().split(" ", -1)));
      words.add("--help");
      page("millrace " + verb.name(), Call.in(directory, words.toArray(String[]::new)), lines);
    }
    return String.join("\n", lines) + "\n";
  }

  private static void page(String title, Call call, List<String> lines) {
    if (call.exitCode() != 0) {
      throw new IllegalStateException(title + " has no help: " + call.err());
    }
    lines.add("");
    lines.add("## " + title);
    lines.add("");
    lines.add("```text");
    call.out().stripTrailing().lines().map(String::stripTrailing).forEach(lines::add);
    lines.add("```");
  }
}
