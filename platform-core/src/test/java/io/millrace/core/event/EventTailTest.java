package io.millrace.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.event.EventTail.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventTailTest {
  @TempDir private Path runs;
  private Path file;
  private EventTail tail;

  @BeforeEach
  void makeFile() throws IOException {
    file = Files.createDirectories(runs.resolve("r1")).resolve(RunEvents.NAME);
    tail = EventTail.of(runs, "r1");
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void linesAreReadOnceAndOnlyWhenTheyAreWhole() throws IOException {
    assertThat(tail.exists()).isFalse();
    assertThat(tail.next().lines()).isEmpty();

    append("{\"a\":1}\n{\"ä\":");
    assertThat(tail.next().lines()).containsExactly(new Line(8, "{\"a\":1}"));
    assertThat(tail.next().lines()).isEmpty();

    append("2}\n");
    EventTail.News news = tail.next();
    assertThat(news.lines()).containsExactly(new Line(17, "{\"ä\":2}"));
    assertThat(news.restarted()).isFalse();
  }

  @Test
  void aReplacedOrShorterFileIsReadFromItsBeginning() throws IOException {
    append("one\ntwo\n");
    tail.next();

    Path other = Files.writeString(runs.resolve("other"), "three\nfour\nfive\n");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    EventTail.News replaced = tail.next();
    assertThat(replaced.restarted()).isTrue();
    assertThat(replaced.lines()).extracting(Line::text).containsExactly("three", "four", "five");

    Files.writeString(file, "six\n", StandardOpenOption.TRUNCATE_EXISTING);
    assertThat(tail.next())
        .isEqualTo(new EventTail.News(java.util.List.of(new Line(4, "six")), true));

    Files.delete(file);
    assertThat(tail.next().restarted()).isTrue();
    assertThat(tail.next().restarted()).isFalse();
  }

  @Test
  void aLineOfAnyLengthIsReadWhole() throws IOException {
    String line = "ü".repeat(700_000);
    append(line + "\n" + line + "\nend\n");

    assertThat(tail.next().lines()).extracting(Line::text).containsExactly(line);
    assertThat(tail.next().lines()).extracting(Line::text).containsExactly(line, "end");
  }

  @Test
  void noIdLeadsElsewhere() {
    for (String id : new String[] {"", ".", "..", "../x", "a/b", "/etc"}) {
      assertThatThrownBy(() -> EventTail.of(runs, id))
          .as(id)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
