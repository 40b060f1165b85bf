package io.millrace.tracking.mlflow.client;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Files that the server hands through, wherever it keeps them. */
final class ProxiedArtifacts implements Artifacts {
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";

  private final Channel channel;
  private final MultipartUpload multipart;
  private final String root;

  /**
   * @param root the path of the address, without a slash at either end
   */
  ProxiedArtifacts(Channel channel, MultipartUpload multipart, String root) {
    this.channel = channel;
    this.multipart = multipart;
    this.root = root;
  }

  @Override
  public void upload(Path file, String path) {
    String whole = below(path);
    if (multipart.upload(file, whole)) {
      return;
    }
    AtomicLong sent = new AtomicLong();
    Request request =
        new Request(
            "PUT",
            FILES + "/" + escaped(whole),
            "application/octet-stream",
            () -> body(file, sent),
            true,
            "uploading the artifact '" + path + "'");
    channel.send(request, info -> new LimitedBody(1 << 20), sent::get, body -> body);
  }

  private static BodyPublisher body(Path file, AtomicLong sent) {
    try {
      long size = Files.size(file);
      return size == 0
          ? BodyPublishers.noBody()
          : BodyPublishers.fromPublisher(
              BodyPublishers.ofInputStream(() -> counted(file, sent)), size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream counted(Path file, AtomicLong sent) {
    try {
      return new FilterInputStream(Files.newInputStream(file)) {
        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          int read = super.read(buffer, offset, length);
          sent.addAndGet(Math.max(read, 0));
          return read;
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Entry> list(String directory) {
    String whole = below(directory);
    JsonNode answer =
        channel.json(
            Request.get(
                FILES + "?path=" + Trees.escaped(whole),
                "listing the artifacts in '" + directory + "'"));
    String prefix = directory.isEmpty() ? "" : directory + "/";
    return Trees.list(
        answer.path("files"),
        file ->
            new Entry(
                prefix + file.path("path").asText(),
                file.path("is_dir").asBoolean(),
                file.path("file_size").asLong()));
  }

  @Override
  public void download(String path, Path file) {
    Request request =
        Request.get(FILES + "/" + escaped(below(path)), "downloading the artifact '" + path + "'");
    // Truncates: an attempt before may have left more than this one brings.
    BodyHandler<Path> whole = BodyHandlers.ofFile(file, CREATE, WRITE, TRUNCATE_EXISTING);
    channel.send(request, whole, () -> size(file), ProxiedArtifacts::beginning);
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** What stands in a file that holds no artifact but an error. */
  private static byte[] beginning(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] beginning = in.readNBytes(1 << 16);
      Files.deleteIfExists(file);
      return beginning;
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "can't read " + file + " (" + e + ")", e);
    }
  }

  private String below(String path) {
    return path.isEmpty() ? root : root + "/" + path;
  }

  /** Slashes stay as they are. */
  static String escaped(String path) {
    return Arrays.stream(path.split("/", -1)).map(Trees::escaped).collect(Collectors.joining("/"));
  }
}
