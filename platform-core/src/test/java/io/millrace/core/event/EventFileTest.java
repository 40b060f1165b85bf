package io.millrace.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventFileTest {
  @TempDir private Path directory;
  private final List<String> complaints = new ArrayList<>();

  private EventFile file(Path at, long most) {
    return new EventFile(at, most, complaints::add, () -> Map.of("event", "shortened"));
  }

  @Test
  void eachEventIsALineThatStandsThereAtOnce() throws IOException {
    Path at = directory.resolve("r1").resolve("events.jsonl");
    try (EventFile events = file(at, 1_000)) {
      Map<String, Object> first = new LinkedHashMap<>();
      first.put("b", "two\nlines");
      first.put("a", 1);
      events.write(first, true);
      assertThat(Files.readString(at)).isEqualTo("{\"b\":\"two\\nlines\",\"a\":1}\n");
    }
    try (EventFile events = file(at, 1_000)) {
      events.write(Map.of("c", 2), false);
    }
    assertThat(Files.readAllLines(at)).hasSize(2).last().isEqualTo("{\"c\":2}");
    assertThat(complaints).isEmpty();
  }

  @Test
  void whatIsWrittenAfterALineThatWasCutOffStartsOnItsOwn() throws IOException {
    Path at = Files.writeString(directory.resolve("events.jsonl"), "{\"a\":1}\n{\"b\":");
    try (EventFile events = file(at, 1_000)) {
      events.write(Map.of("c", 2), true);
      events.write(Map.of("d", 3), true);
    }
    assertThat(Files.readAllLines(at))
        .containsExactly("{\"a\":1}", "{\"b\":", "{\"c\":2}", "{\"d\":3}");
  }

  @Test
  void aFileThatIsLongEnoughTakesOnlyWhatIsNeeded() throws IOException {
    Path at = directory.resolve("events.jsonl");
    try (EventFile events = file(at, 20)) {
      for (int i = 0; i < 50; i++) {
        events.write(Map.of("progress", i), false);
      }
      events.write(Map.of("end", 1), true);
    }
    assertThat(Files.readAllLines(at))
        .containsExactly(
            "{\"progress\":0}", "{\"progress\":1}", "{\"event\":\"shortened\"}", "{\"end\":1}");
  }

  @Test
  void aDiskThatTakesNothingIsToldOfOnceAndFailsNothing() throws IOException {
    Path inTheWay = Files.writeString(directory.resolve("r1"), "a file");
    Path at = inTheWay.resolve("events.jsonl");
    try (EventFile events = file(at, 1_000)) {
      events.write(Map.of("a", 1), true);
      events.write(Map.of("a", 2), true);
      assertThat(complaints)
          .singleElement()
          .asString()
          .startsWith("what happens in the run can't be written to " + at);

      Files.delete(inTheWay);
      events.write(Map.of("a", 3), true);
    }
    assertThat(Files.readAllLines(at)).containsExactly("{\"a\":3}");
  }

  @Test
  void aFullDiskIsToldOfOnceAndFailsNothing() {
    Path full = Path.of("/dev/full");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full), "no /dev/full here");
    try (EventFile events = file(full, 1_000)) {
      events.write(Map.of("a", 1), true);
      events.write(Map.of("a", 2), true);
    }
    assertThat(complaints).singleElement().asString().contains("No space left on device");
  }
}
