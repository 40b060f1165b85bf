package io.millrace.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial works as it is written: its commands, in order, in an empty folder. */
@Tag("full")
final class TutorialTest {
  @TempDir private Path directory;

  @Test
  void everyCommandOfTheTutorialPrintsWhatThePageSays() throws Exception {
    String name = "docs/tutorial.md";
    TypedPage page = new TypedPage(name, Files.readString(Manual.root().resolve(name)), directory);
    assertThat(page.size()).isGreaterThan(10);

    page.type(15);
  }
}
