package io.millrace.benchmarks.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A page of a browser. Not thread-safe. */
public final class BrowserTab implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 60;

  /** When something of the page was seen first, and when all of it was there. */
  private static final String FIGURES =
      """
      new Promise(done => new PerformanceObserver(list => {
        const paint = list.getEntriesByName('first-contentful-paint')[0];
        const load = performance.getEntriesByType('navigation')[0].loadEventEnd;
        if (paint) { done({paint: paint.startTime, load: Math.max(load, paint.startTime)}); }
      }).observe({type: 'paint', buffered: true}))
      """;

  private final Ear ear;
  private final WebSocket socket;
  private int calls;

  private BrowserTab(WebSocket socket, Ear ear) {
    this.socket = socket;
    this.ear = ear;
  }

  static BrowserTab open(HttpClient client, String address) {
    Ear ear = new Ear();
    WebSocket socket = client.newWebSocketBuilder().buildAsync(URI.create(address), ear).join();
    BrowserTab tab = new BrowserTab(socket, ear);
    tab.call("Page.enable");
    // What nobody looks at is not painted.
    tab.call("Page.bringToFront");
    return tab;
  }

  /** Puts messages together, and answers apart from events. */
  private static final class Ear implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          JsonNode message = JSON.readTree(text.toString());
          (message.has("id") ? answers : events).add(message);
        } catch (JsonProcessingException e) {
          throw new IllegalStateException("the browser does not speak JSON", e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  /**
   * How long a page took, in milliseconds since the browser was told to go there.
   *
   * @param painted until something of it was seen first
   * @param complete until all of it was there, and its scripts had run
   */
  public record Load(double painted, double complete) {}

  /** Goes to an address, and tells how long that took. */
  public Load load(String address) {
    ear.events.clear();
    call("Page.navigate", "url", address);
    await("Page.loadEventFired");
    JsonNode figures =
        call(
                "Runtime.evaluate",
                "expression",
                FIGURES,
                "awaitPromise",
                "true",
                "returnByValue",
                "true")
            .at("/result/value");
    return new Load(figures.get("paint").doubleValue(), figures.get("load").doubleValue());
  }

  private JsonNode call(String method, String... parameters) {
    int id = ++calls;
    ObjectNode call = JSON.createObjectNode().put("id", id).put("method", method);
    ObjectNode given = call.putObject("params");
    for (int i = 0; i < parameters.length; i += 2) {
      if (parameters[i + 1].equals("true")) {
        given.put(parameters[i], true);
      } else {
        given.put(parameters[i], parameters[i + 1]);
      }
    }
    socket.sendText(call.toString(), true).join();
    JsonNode answer = next(ear.answers);
    if (answer.has("error")) {
      throw new IllegalStateException(method + ": " + answer.get("error"));
    }
    return answer.get("result");
  }

  private void await(String event) {
    while (!next(ear.events).path("method").asText().equals(event)) {
      // Others tell nothing that is asked for.
      continue;
    }
  }

  private static JsonNode next(BlockingQueue<JsonNode> messages) {
    try {
      JsonNode message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new IllegalStateException("the browser does not answer");
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    call("Page.close");
    socket.abort();
  }
}
