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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial works as it is written: its commands, in order, in an empty folder. */
@Tag("full")
final class TutorialTest {
  private static final String MARK = "-----8<----- ";

  @TempDir private Path directory;

  @Test
  void everyCommandOfTheTutorialPrintsWhatThePageSays() throws Exception {
    String page = Files.readString(Manual.root().resolve("docs/tutorial.md"));
    List<Step> steps = RunnableDoc.of(page).steps();
    assertThat(steps).hasSizeGreaterThan(10);

    String output = run(script(steps));

    String[] parts = output.split(MARK + "\\d+\\n", -1);
    for (int i = 0; i < steps.size(); i++) {
      assertThat(parts).as(output).hasSizeGreaterThan(i + 1);
      Step step = steps.get(i);
      String printed = RunnableDoc.squeezed(parts[i + 1].replace("\r", ""));
      if (!step.quoted().isEmpty()) {
        assertThat(step.expected().matcher(printed).matches())
            .as(
                "docs/tutorial.md, after\n%s\npromises\n%s\nand there came\n%s",
                step.commands(), step.quoted(), parts[i + 1])
            .isTrue();
      }
    }
    assertThat(parts).hasSize(steps.size() + 2);
  }

  private static String script(List<Step> steps) {
    StringBuilder script = new StringBuilder("set -e\n");
    for (int i = 0; i < steps.size(); i++) {
      script.append("echo '").append(MARK).append(i).append("'\n").append(steps.get(i).commands());
    }
    // So that a command that stopped the script is told from the last one.
    return script.append("echo '").append(MARK).append(steps.size()).append("'\n").toString();
  }

  private String run(String script) throws IOException, InterruptedException {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Files.createDirectory(directory.resolve("work"));
    Files.writeString(bin.resolve("millrace"), launcher());
    assertThat(bin.resolve("millrace").toFile().setExecutable(true)).isTrue();
    return Shell.output(directory, script, Map.of(), 15);
  }

  /** Starts what this test was compiled with: a build is tested before it is packaged. */
  private static String launcher() {
    String options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Dio.netty"))
            .collect(Collectors.joining(" "));
    return "#!/bin/sh\nexec '%s/bin/java' %s -Xss4m -Xmx1g -Dfile.encoding=UTF-8 -cp '%s' io.millrace.app.Main \"$@\"\n"
        .formatted(System.getProperty("java.home"), options, System.getProperty("java.class.path"));
  }
}
