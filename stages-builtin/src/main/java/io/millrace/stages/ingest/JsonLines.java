package io.millrace.stages.ingest;

import io.millrace.spark.api.record.JsonRecord;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The records of a file of an object a line; blank lines hold none. */
final class JsonLines implements Iterator<JsonRecord> {
  private final Iterator<String> lines;
  private long line;
  private @Nullable JsonRecord next;

  <T> JsonLines(Iterator<T> lines, Function<T, String> text) {
    this.lines =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return lines.hasNext();
          }

          @Override
          public String next() {
            return text.apply(lines.next());
          }
        };
  }

  @Override
  public boolean hasNext() {
    while (next == null && lines.hasNext()) {
      line++;
      String text = lines.next();
      if (line == 1 && text.startsWith("\uFEFF")) {
        text = text.substring(1);
      }
      if (!text.isBlank()) {
        next = new JsonRecord(text, line, null);
      }
    }
    return next != null;
  }

  @Override
  public JsonRecord next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    JsonRecord record = next;
    next = null;
    return record;
  }
}
