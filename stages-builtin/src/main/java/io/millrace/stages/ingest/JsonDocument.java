package io.millrace.stages.ingest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.spark.api.record.JsonRecord;
import io.millrace.spark.api.record.JsonRecordParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a document, met one after the other without holding it: the elements of an array,
 * or one object; of the document itself, or of a field in it. Several documents may follow each
 * other. Where the document breaks, a last record says so.
 */
final class JsonDocument implements Iterator<JsonRecord> {
  private static final com.fasterxml.jackson.core.JsonFactory JSON =
      JsonRecordParser.options().buildJsonFactory();

  private final JsonParser parser;
  private final String rows;

  /** As a JSON pointer. */
  private final String place;

  private boolean found;
  private boolean inArray;
  private boolean ended;
  private @Nullable JsonRecord next;

  JsonDocument(InputStream stream, String rows) throws IOException {
    parser = JSON.createParser(new InputStreamReader(stream, StandardCharsets.UTF_8));
    this.rows = rows;
    place =
        rows.isEmpty() ? "" : "/" + rows.replace("~", "~0").replace("/", "~1").replace(".", "/");
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      try {
        next = advance();
      } catch (JsonProcessingException e) {
        next = broken(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      ended = next == null || next.broken() != null;
    }
    return next != null;
  }

  private static JsonRecord broken(long line, long column) {
    return new JsonRecord(
        "",
        line,
        "the document is no JSON from line "
            + line
            + ", column "
            + column
            + " on, and nothing behind that is read");
  }

  private @Nullable JsonRecord advance() throws IOException {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (inArray && token == JsonToken.END_ARRAY) {
        inArray = false;
      } else if (inArray) {
        return record();
      } else if (isRows()) {
        found = true;
        if (parser.currentToken() == JsonToken.START_ARRAY) {
          inArray = true;
        } else {
          return record();
        }
      }
    }
    return found || place.isEmpty()
        ? null
        : new JsonRecord("", 1, "the document has no field '" + rows + "', which rows names");
  }

  /** Whether the token starts what holds the rows; all else but the way to it is skipped. */
  private boolean isRows() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.FIELD_NAME || token.isStructEnd()) {
      return false;
    }
    JsonStreamContext context = parser.getParsingContext();
    String here =
        (token.isStructStart() ? context.getParent() : context).pathAsPointer().toString();
    if (here.equals(place)) {
      return true;
    }
    if (token != JsonToken.START_OBJECT || !place.startsWith(here + "/")) {
      parser.skipChildren();
    }
    return false;
  }

  private JsonRecord record() throws IOException {
    long line = parser.currentTokenLocation().getLineNr();
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      copy(generator);
    }
    return new JsonRecord(text.toString(), line, null);
  }

  /** Copies a value, numbers to their last digit. */
  private void copy(JsonGenerator generator) throws IOException {
    int open = 0;
    do {
      generator.copyCurrentEventExact(parser);
      JsonToken token = parser.currentToken();
      open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    } while (open > 0 && parser.nextToken() != null);
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
