package io.millrace.browser;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that read one console over one seeded home: nothing may be amiss after any of them. */
abstract class ReadConsole {
  @TempDir private static Path directory;
  static ConsoleReader reader;
  Page page;

  @BeforeAll
  static void start() {
    reader = ConsoleReader.start(directory);
  }

  @AfterAll
  static void stop() {
    reader.close();
  }

  @BeforeEach
  final void visit() {
    page = reader.visit();
  }

  @AfterEach
  final void nothingIsAmiss() {
    reader.requireQuiet();
  }
}
