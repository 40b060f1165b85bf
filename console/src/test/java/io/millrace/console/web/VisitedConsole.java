package io.millrace.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a console over an empty home: nothing may go wrong inside it in any of them. */
@Timeout(60)
public abstract class VisitedConsole {
  /** For files of the test, and where the home lies. */
  @TempDir protected Path directory;

  /** What the console shows. */
  protected SeededWorkspace home;

  /** Who looks at it. */
  protected Visitor visitor;

  @BeforeEach
  final void start() {
    home = new SeededWorkspace(directory);
    visitor = Visitor.of(home);
  }

  @AfterEach
  final void stop() {
    visitor.close();
    assertThat(visitor.mishaps()).isEmpty();
  }
}
