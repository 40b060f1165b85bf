package io.millrace.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.docs.RunnableDoc.Step;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A page of the manual whose commands are typed into one shell, in order, in an empty folder. */
final class TypedPage {
  private static final String MARK = "-----8<----- ";

  private final String name;
  private final List<Step> steps;
  private final Path directory;

  /**
   * A page.
   *
   * @param name from the manual's root
   * @param text as it is typed
   * @param directory an empty one
   */
  TypedPage(String name, String text, Path directory) {
    this.name = name;
    this.steps = RunnableDoc.of(text).steps();
    this.directory = directory;
  }

  /** Types all commands; each must print what the page says. */
  void type(int minutes) throws IOException, InterruptedException {
    String output = run(script(steps), minutes);
    String[] parts = output.split(MARK + "\\d+\\n", -1);
    for (int i = 0; i < steps.size(); i++) {
      assertThat(parts).as(output).hasSizeGreaterThan(i + 1);
      Step step = steps.get(i);
      String printed = RunnableDoc.squeezed(parts[i + 1].replace("\r", ""));
      if (!step.quoted().isEmpty()) {
        assertThat(step.expected().matcher(printed).matches())
            .as(
                "%s, after\n%s\npromises\n%s\nand there came\n%s",
                name, step.commands(), step.quoted(), parts[i + 1])
            .isTrue();
      }
    }
    assertThat(parts).as(output).hasSize(steps.size() + 2);
  }

  /** How many groups of commands there are. */
  int size() {
    return steps.size();
  }

  private static String script(List<Step> steps) {
    StringBuilder script = new StringBuilder("set -e\n");
    for (int i = 0; i < steps.size(); i++) {
      script.append("echo '").append(MARK).append(i).append("'\n").append(steps.get(i).commands());
    }
    // So that a command that stopped the script is told from the last one.
    return script.append("echo '").append(MARK).append(steps.size()).append("'\n").toString();
  }

  private String run(String script, int minutes) throws IOException, InterruptedException {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Files.createDirectory(directory.resolve("work"));
    Files.writeString(bin.resolve("millrace"), launcher());
    assertThat(bin.resolve("millrace").toFile().setExecutable(true)).isTrue();
    return Shell.output(directory, script, Map.of(), minutes);
  }

  /** Starts what this test was compiled with: a build is tested before it is packaged. */
  static String launcher() {
    String options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Dio.netty"))
            .collect(Collectors.joining(" "));
    return "#!/bin/sh\nexec '%s/bin/java' %s -Xss4m -Xmx1g -Dfile.encoding=UTF-8 -cp '%s' io.millrace.app.Main \"$@\"\n"
        .formatted(System.getProperty("java.home"), options, System.getProperty("java.class.path"));
  }
}
