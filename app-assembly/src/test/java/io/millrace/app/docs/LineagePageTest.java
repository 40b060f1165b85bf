package io.millrace.app.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on lineage works as it is written. */
@Tag("full")
final class LineagePageTest {
  @TempDir private Path directory;

  @Test
  void everyCommandOfThePagePrintsWhatItSays() throws Exception {
    String name = "docs/how-to/lineage.md";
    TypedPage page = new TypedPage(name, Files.readString(Manual.root().resolve(name)), directory);

    page.type(10);
  }
}
