package io.millrace.tracking.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.openlineage.client.OpenLineage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Events as a consumer has them: read by OpenLineage's own classes. */
final class KeptEvents implements EventSink {
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

  private final List<String> texts = new CopyOnWriteArrayList<>();

  @Override
  public void send(String event) {
    texts.add(event);
  }

  @Override
  public void close() {}

  /** As they were sent. */
  List<String> texts() {
    return texts;
  }

  /** As the client's classes read them. */
  List<OpenLineage.RunEvent> all() {
    return texts.stream().map(KeptEvents::read).toList();
  }

  /** The last one. */
  OpenLineage.RunEvent last() {
    return all().get(texts.size() - 1);
  }

  /** The last one as a tree. */
  JsonNode tree() {
    return tree(texts.get(texts.size() - 1));
  }

  static JsonNode tree(String event) {
    try {
      return JSON.readTree(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OpenLineage.RunEvent read(String event) {
    try {
      return JSON.readValue(event, OpenLineage.RunEvent.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
