package io.millrace.tracking.mlflow.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Sends large files in parts to the store behind the server, past the server: it signs an address
 * for each part. A server that keeps files on its own disk says that it can't (501).
 */
final class MultipartUpload {
  private static final String RESOURCE = "/api/2.0/mlflow-artifacts/mpu/";
  private static final int ATTEMPTS = 3;

  private final Channel channel;
  private final Patience patience;
  private final long smallest;
  private final int part;
  private final HttpClient http;

  /** Whether the server said that it can't. */
  private volatile boolean refused;

  /**
   * @param smallest files from this size on are sent in parts
   * @param part bytes of a part; S3 wants 5 MB at least
   */
  MultipartUpload(Channel channel, Patience patience, long smallest, int part) {
    this.channel = channel;
    this.patience = patience;
    this.smallest = smallest;
    this.part = part;
    this.http = HttpClient.newBuilder().connectTimeout(patience.connect()).build();
  }

  /** Whether it was sent; else it has to go the ordinary way. */
  boolean upload(Path file, String path) {
    try {
      long size = Files.size(file);
      return size >= smallest && !refused && upload(file, size, path);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "can't read " + file + " (" + e + ")", e);
    }
  }

  private boolean upload(Path file, long size, String path) throws IOException {
    int slash = path.lastIndexOf('/');
    String directory = path.substring(0, slash);
    String name = path.substring(slash + 1);
    int parts = (int) ((size + part - 1) / part);
    ObjectNode create = Trees.object().put("path", name).put("num_parts", parts);
    JsonNode made;
    try {
      made = channel.json(request("create", directory, create).onlyOnce());
    } catch (MillraceException e) {
      // 501, or 404 where the server is older than the resource: PUT tells if more is wrong.
      refused = e.code() != MlflowError.MLFLOW_UNREACHABLE;
      return false;
    }
    ObjectNode end =
        Trees.object().put("path", name).put("upload_id", made.path("upload_id").asText());
    try {
      send(file, made.path("credentials"), end);
      channel.json(request("complete", directory, end));
      return true;
    } catch (IOException | MillraceException e) {
      channel.json(request("abort", directory, end.without("parts")));
      return false;
    }
  }

  private void send(Path file, JsonNode credentials, ObjectNode end) throws IOException {
    try (SeekableByteChannel bytes = Files.newByteChannel(file)) {
      for (JsonNode credential : credentials) {
        int number = credential.path("part_number").asInt();
        String tag = put(credential, bytes(bytes, (number - 1L) * part));
        end.withArray("parts")
            .addObject()
            .put("part_number", number)
            .put("etag", tag)
            .put("url", credential.path("url").asText());
      }
    }
  }

  private byte[] bytes(SeekableByteChannel file, long from) throws IOException {
    int length = (int) Math.min(part, file.size() - from);
    ByteBuffer buffer = ByteBuffer.allocate(length);
    file.position(from);
    while (buffer.hasRemaining() && file.read(buffer) >= 0) {
      continue;
    }
    return buffer.array();
  }

  /** The store's tag of the part. Without the server's credentials: the address is signed. */
  private String put(JsonNode credential, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(credential.path("url").asText()))
            .timeout(patience.answer().multipliedBy(10))
            .PUT(BodyPublishers.ofByteArray(body));
    credential
        .path("headers")
        .properties()
        .forEach(header -> request.header(header.getKey(), header.getValue().asText()));
    for (int attempt = 1; ; attempt++) {
      int status;
      try {
        HttpResponse<Void> answer = http.send(request.build(), BodyHandlers.discarding());
        status = answer.statusCode();
        if (status < 300) {
          return answer.headers().firstValue("ETag").orElse("");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      if (attempt >= ATTEMPTS || status < 500) {
        throw new IOException("the store refused a part (" + status + ")");
      }
      sleep(patience.pause(attempt));
    }
  }

  private static void sleep(Duration wait) throws IOException {
    try {
      Thread.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Request request(String step, String directory, JsonNode body) {
    return Request.json(
        "POST",
        RESOURCE + step + "/" + ProxiedArtifacts.escaped(directory),
        body,
        "uploading to '" + directory + "' in parts");
  }
}
