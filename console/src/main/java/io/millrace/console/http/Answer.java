package io.millrace.console.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What goes back.
 *
 * @param type the content's type; empty where there is no content
 * @param headers beside those that every answer has; one of the same name replaces them
 * @param live whether the body is written little by little, for as long as the reader listens
 */
public record Answer(
    int status, String type, Map<String, String> headers, Body body, boolean live) {
  /** Of pages. */
  public static final String HTML = "text/html; charset=utf-8";

  /** Of documents for programs. */
  public static final String JSON = "application/json; charset=utf-8";

  public Answer {
    requireNonNull(type, "type is null");
    headers = Map.copyOf(headers);
    requireNonNull(body, "body is null");
  }

  /** Writes the content; called once. */
  @FunctionalInterface
  public interface Body {
    /** Writes all of it; what is flushed is sent. Fails when the reader has gone. */
    void write(OutputStream to) throws IOException;
  }

  /** A text. */
  public static Answer text(int status, String type, String text) {
    return new Answer(
        status, type, Map.of(), new Content(text.getBytes(StandardCharsets.UTF_8)), false);
  }

  /** A file as it is. */
  public static Answer file(String type, Path file) {
    return new Answer(200, type, Map.of(), to -> Files.copy(file, to), false);
  }

  /** Events as they happen (Server-Sent Events): the body runs until all is told. */
  public static Answer events(Body body) {
    return new Answer(200, "text/event-stream", Map.of(), body, true);
  }

  /** Sends the browser elsewhere, where it asks with GET. */
  public static Answer seeOther(String address) {
    return new Answer(303, "", Map.of("Location", address), to -> {}, false);
  }

  /** The same with a header. */
  public Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, type, more, body, live);
  }
}
