package io.millrace.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.PackagePart;
import io.millrace.model.json.JsonTrees;
import io.millrace.serving.model.ModelCall;
import io.millrace.serving.model.ModelLease;
import io.millrace.serving.model.ModelStatus;
import io.millrace.serving.model.ModelTable;
import io.millrace.serving.model.ServedModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests of a server to itself, so that the classes that answers need are loaded when the JVM
 * archives classes at its end. What is answered does not matter: keys may be asked for.
 */
final class Rehearsal {
  private static final List<String> QUESTIONS =
      List.of("/v2/health/live", "/v2/health/ready", "/v2", "/v2/models", "/metrics", "/ping");

  private final int port;

  private Rehearsal(int port) {
    this.port = port;
  }

  /** Asks what callers ask, and the first golden row of each model. */
  static void of(int port, ModelTable models) {
    Rehearsal rehearsal = new Rehearsal(port);
    try {
      for (String path : QUESTIONS) {
        rehearsal.ask("GET " + path, "", "");
      }
      for (ModelStatus status : models.models()) {
        try (ModelLease lease = models.acquire(new Call(status.name(), status.version()))) {
          rehearsal.predict(lease.model());
        }
      }
    } catch (IOException e) {
      // Over TLS it understands nothing, and its classes are loaded all the same.
      System.err.println("The rehearsal got no answer (" + e + ").");
    }
  }

  /** A version of a model, by its names alone. */
  private record Call(String model, String version) implements ModelCall {
    @Override
    public String requestId() {
      return "rehearsal";
    }

    @Override
    public @Nullable String header(String name) {
      return null;
    }

    @Override
    public @Nullable String field(String column) {
      return null;
    }
  }

  private void predict(ServedModel model) throws IOException {
    Optional<Path> golden = model.modelPackage().part(PackagePart.GOLDEN);
    if (golden.isEmpty()) {
      return;
    }
    JsonNode inputs =
        JsonTrees.read(Files.readString(golden.get())).path("rows").path(0).path("inputs");
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("dataframe_records").add(inputs);
    String named =
        "X-Model: %s\r\nX-Model-Version: %s\r\n".formatted(model.name(), model.version());
    ask("POST /invocations", named, body.toString());
    ask(
        "POST /v2/models/%s/versions/%s/infer".formatted(model.name(), model.version()),
        "",
        tensors(inputs).toString());
    ask("GET /v2/models/" + model.name(), "", "");
  }

  /** A tensor a column, of the one row. */
  private static ObjectNode tensors(JsonNode inputs) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    inputs
        .properties()
        .forEach(
            input -> {
              ObjectNode tensor = body.withArray("inputs").addObject();
              tensor.put("name", input.getKey());
              tensor.putArray("shape").add(1).add(1);
              tensor.put("datatype", input.getValue().isNumber() ? "FP64" : "BYTES");
              tensor.putArray("data").add(input.getValue());
            });
    return body;
  }

  private void ask(String request, String headers, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(request, bytes.length, headers);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(bytes);
      socket.getInputStream().readAllBytes();
    }
  }
}
