package io.millrace.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/how-to/openlineage.md}, with an endpoint that takes events. */
@Tag("full")
final class OpenLineagePageTest {
  private static final String NAME = "docs/how-to/openlineage.md";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  @TempDir private Path directory;

  @Test
  void everyCommandOfThePagePrintsWhatItSays() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/lineage",
        exchange -> {
          events.add(JSON.readTree(exchange.getRequestBody()));
          exchange.sendResponseHeaders(201, -1);
          exchange.close();
        });
    server.start();
    try {
      String text = Files.readString(Manual.root().resolve(NAME));
      String address = "127.0.0.1:" + server.getAddress().getPort();
      new TypedPage(NAME, text.replace("marquez.example:5000", address), directory).type(10);
    } finally {
      server.stop(0);
    }

    assertThat(events)
        .extracting(event -> event.path("eventType").asText())
        .containsExactly("START", "COMPLETE");
    JsonNode last = events.get(1);
    assertThat(last.at("/job/namespace").asText()).isEqualTo("shop");
    assertThat(last.at("/job/name").asText()).isEqualTo("score/churn");
    assertThat(last.path("inputs").findValuesAsText("name"))
        .contains("models/churn")
        .anyMatch(name -> name.endsWith("/churn/data/customers.csv"));
    assertThat(last.at("/outputs/0/name").asText()).endsWith("/churn/scores.parquet");
  }
}
