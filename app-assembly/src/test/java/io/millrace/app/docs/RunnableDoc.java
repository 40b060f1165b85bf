package io.millrace.app.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands that a page shows, in order, each with the output that the page promises for it.
 *
 * <p>A fence {@code sh} holds commands. A fence {@code text} that follows it before any other fence
 * quotes what they print: {@code …} stands for any text within a line, a line {@code …} for any
 * lines; how many blanks separate words does not matter.
 */
record RunnableDoc(List<Step> steps) {
  private static final Pattern FENCE =
      Pattern.compile(
          "^```(?<kind>[a-z]*)\\n(?<body>.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /**
   * Commands and their output.
   *
   * @param commands for bash
   * @param quoted the promised output; empty if the page quotes none
   */
  record Step(String commands, String quoted) {
    /** What the output has to match. */
    Pattern expected() {
      StringBuilder regex = new StringBuilder();
      for (String line : quoted.strip().split("\n", -1)) {
        regex.append(line.strip().equals("…") ? "(?:[^\n]*\n)*?" : line(line) + "\n");
      }
      return Pattern.compile(regex.toString());
    }

    private static String line(String line) {
      List<String> parts = new ArrayList<>();
      for (String part : squeezed(line).split("…", -1)) {
        parts.add(part.isEmpty() ? "" : Pattern.quote(part));
      }
      return String.join("[^\n]*", parts);
    }
  }

  /** The steps of a page. */
  static RunnableDoc of(String markdown) {
    List<Step> steps = new ArrayList<>();
    String commands = "";
    Matcher matcher = FENCE.matcher(markdown);
    while (matcher.find()) {
      if (matcher.group("kind").equals("text") && !commands.isEmpty()) {
        steps.add(new Step(commands, matcher.group("body")));
        commands = "";
        continue;
      }
      if (!commands.isEmpty()) {
        steps.add(new Step(commands, ""));
        commands = "";
      }
      if (matcher.group("kind").equals("sh")) {
        commands = matcher.group("body");
      }
    }
    if (!commands.isEmpty()) {
      steps.add(new Step(commands, ""));
    }
    return new RunnableDoc(steps);
  }

  /** The output with one blank where there are several, and none at line ends. */
  static String squeezed(String text) {
    return text.replaceAll("[ \\t]+", " ").replaceAll("(?m)^ | $", "");
  }
}
