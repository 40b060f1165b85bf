package io.millrace.core.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file of JSON objects, one a line, that grows at its end: each is handed to the system whole
 * before the call returns. What can't be written is left out: the first time somebody is told, and
 * nothing fails. Not thread-safe.
 */
final class EventFile implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final long most;
  private final Consumer<String> complaints;
  private final Supplier<Map<String, ?>> full;
  private @Nullable FileChannel channel;
  private boolean complained;
  private boolean shortened;

  /**
   * A file that is made, with its directory, when something is first written.
   *
   * @param most so many bytes of events that can be done without
   * @param complaints told once, in a sentence, if something can't be written
   * @param full written once when there is room for needed events only
   */
  EventFile(Path file, long most, Consumer<String> complaints, Supplier<Map<String, ?>> full) {
    this.file = requireNonNull(file, "file is null");
    this.most = most;
    this.complaints = requireNonNull(complaints, "complaints is null");
    this.full = full;
  }

  /**
   * Writes an event.
   *
   * @param needed whether it is written where there is no room for others
   */
  void write(Map<String, ?> event, boolean needed) {
    try {
      FileChannel to = open();
      if (needed || to.size() < most) {
        append(to, event);
      } else if (!shortened) {
        shortened = true;
        append(to, full.get());
      }
    } catch (IOException e) {
      // A line may stand there in part: who opens the file again ends it first.
      close();
      complain(e);
    }
  }

  private FileChannel open() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      Files.createDirectories(requireNonNull(file.getParent(), "a file is no root"));
      open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      channel = open;
      if (isTorn()) {
        write(open, "\n");
      }
    }
    return open;
  }

  private boolean isTorn() throws IOException {
    try (FileChannel read = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return read.size() > 0 && read.read(last, read.size() - 1) == 1 && last.get(0) != '\n';
    }
  }

  private static void append(FileChannel to, Map<String, ?> event) throws IOException {
    write(to, json(event) + "\n");
  }

  private static void write(FileChannel to, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private static String json(Map<String, ?> event) {
    try {
      return JSON.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + event, e);
    }
  }

  private void complain(IOException e) {
    if (!complained) {
      complained = true;
      complaints.accept(
          "what happens in the run can't be written to %s, so a page that shows it live lacks it: %s"
              .formatted(file, e));
    }
  }

  @Override
  public void close() {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        complain(e);
      }
    }
  }
}
