package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a pipeline file to an answer over HTTP, as a user goes. */
final class ServeTest {
  private static final String FILE =
      """
      pipeline: leavers
      stages:
        - { id: raw, use: ingest/generate, with: { dataset: churn, rows: 300 } }
        - { id: parts, use: split/random, from: raw, with: { train: 0.8, test: 0.2 } }
        - { id: filled, use: transform/impute, from: parts, with: { columns: [TotalCharges] } }
        - { id: indexed, use: transform/string-index, from: filled, with: { columns: [Contract], handleInvalid: keep } }
        - { id: encoded, use: transform/one-hot, from: indexed, with: { columns: [Contract_index] } }
        - { id: vector, use: transform/assemble, from: encoded, with: { columns: [TotalCharges, tenure, Contract_index_onehot] } }
        - { id: model, use: train/logistic-regression, from: vector, with: { label: Churn, regParam: 0.01 } }
        - { id: quality, use: evaluate/binary, from: model }
        - { id: publish, use: deploy/registry, from: quality, with: { model: leavers, alias: champion, portable: true } }
      """;

  private static final Pattern READY = Pattern.compile("Ready at (http://\\S+): leavers 1");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path directory;

  @Test
  void aRegisteredModelAnswersToTheBitUntilItsCommandEnds() throws Exception {
    Files.writeString(directory.resolve("leavers.yaml"), FILE);
    assertThat(Call.in(directory, "run", "leavers.yaml").exitCode()).isZero();
    assertThat(Call.in(directory, "models", "export", "leavers@champion", "exported").exitCode())
        .isZero();
    JsonNode golden =
        JSON.readTree(Files.readString(directory.resolve("exported/golden.json"))).path("rows");
    Process process = serve();
    try {
      String address = readyAddress(process);

      JsonNode answers = post(address + "/v2/models/leavers/infer", infer(golden));

      assertThat(column(answers, "probability")).isEqualTo(expected(golden, "probability"));
      assertThat(column(answers, "prediction")).isEqualTo(expected(golden, "prediction"));
      process.destroy();
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      Assertions.assertThatThrownBy(() -> get(address + "/v2/health/live"))
          .isInstanceOf(ConnectException.class);
      assertThat(Call.in(directory, "lineage", "deployment:" + address, "--up").out())
          .contains("serve leavers, done", "model leavers version 1", "data generate:churn");
    } finally {
      process.destroyForcibly();
    }
  }

  private Process serve() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.millrace.app.Main", "serve", "leavers@champion", "--port", "0"));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private String readyAddress(Process process) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Matcher ready = READY.matcher(Files.readString(directory.resolve("out")));
      if (ready.find()) {
        return ready.group(1);
      }
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new AssertionError(
        Files.readString(directory.resolve("out")) + Files.readString(directory.resolve("err")));
  }

  /** A tensor a column, of all rows. */
  private static String infer(JsonNode golden) {
    List<Object> tensors = new ArrayList<>();
    golden
        .get(0)
        .path("inputs")
        .fieldNames()
        .forEachRemaining(
            name -> {
              boolean text = name.equals("Contract");
              List<JsonNode> data = new ArrayList<>();
              golden.forEach(row -> data.add(row.path("inputs").path(name)));
              tensors.add(
                  java.util.Map.of(
                      "name",
                      name,
                      "shape",
                      List.of(data.size(), 1),
                      "datatype",
                      text ? "BYTES" : name.equals("tenure") ? "INT32" : "FP64",
                      "data",
                      data));
            });
    return JSON.valueToTree(java.util.Map.of("inputs", tensors)).toString();
  }

  private static List<JsonNode> column(JsonNode answer, String name) {
    List<JsonNode> values = new ArrayList<>();
    for (JsonNode output : answer.path("outputs")) {
      if (output.path("name").asText().equals(name)) {
        output.path("data").forEach(values::add);
      }
    }
    return values;
  }

  /** Row by row, the slots of vectors one after another. */
  private static List<JsonNode> expected(JsonNode golden, String name) {
    List<JsonNode> values = new ArrayList<>();
    for (JsonNode row : golden) {
      JsonNode value = row.path("outputs").path(name);
      if (value.isArray()) {
        value.forEach(values::add);
      } else {
        values.add(value);
      }
    }
    return values;
  }

  private static JsonNode post(String address, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String get(String address) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
        .body();
  }
}
