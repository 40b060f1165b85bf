package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.docs.Manual;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the command line. */
class LauncherTest {
  private static final Pattern WITH_ENGINE =
      Pattern.compile("^ +([a-z| ]+)\\) engine=yes ;;$", Pattern.MULTILINE);

  private static final Pattern OF_RUNS =
      Pattern.compile(
          "^  runs\\) engine= && \\[ \"\\$second\" = (\\w+) ] && engine=yes", Pattern.MULTILINE);

  @TempDir private Path directory;

  @Test
  void verbsThatStartAnEngineGetItsMemoryAndCompiler() throws IOException {
    Matcher verbs = WITH_ENGINE.matcher(Files.readString(Manual.root().resolve("millrace")));

    assertThat(verbs.find()).isTrue();
    List<String> engines = new ArrayList<>(List.of(verbs.group(1).split(" \\| ")));
    Matcher ofRuns = OF_RUNS.matcher(Files.readString(Manual.root().resolve("millrace")));
    assertThat(ofRuns.find()).isTrue();
    engines.add("runs " + ofRuns.group(1));
    assertThat(engines)
        .containsExactlyInAnyOrderElementsOf(
            Verbs.ALL.stream().filter(this::hasEngine).map(LauncherTest::words).toList());
  }

  /** Most of what starts with {@code runs} only looks. */
  private static String words(Verb verb) {
    return verb.firstWord().equals("runs") ? verb.name() : verb.firstWord();
  }

  private boolean hasEngine(Verb verb) {
    List<String> words = new ArrayList<>(List.of(verb.name().split(" ")));
    words.add("--help");
    return Call.in(directory, words.toArray(String[]::new)).out().contains("--master");
  }
}
