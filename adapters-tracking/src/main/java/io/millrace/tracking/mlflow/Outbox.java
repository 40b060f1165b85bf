package io.millrace.tracking.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.tracking.jdbc.JdbcTrackingProvider;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the server may not have yet: each run is first written to an embedded database of its own in
 * the home, and stays there until it has ended and the server has all of it. A file for each of
 * them says which process works on it, and another one that the server lacks something.
 */
final class Outbox implements AutoCloseable {
  private final Path directory;
  private final TrackingHome home;
  private @Nullable Tracking database;

  /**
   * @param directory of this server in the home
   */
  Outbox(Path directory, TrackingHome home) {
    this.directory = directory;
    this.home = home;
  }

  Path directory() {
    return directory;
  }

  /** The runs that are kept. */
  RunTracker runs() {
    return database().runs();
  }

  /** Kept outputs, effects and leases of the runs that are tracked by this server. */
  Journal journal() {
    return database().journal();
  }

  private synchronized Tracking database() {
    if (database == null) {
      try {
        Files.createDirectories(directory);
      } catch (IOException e) {
        throw failed(directory, e);
      }
      URI file = URI.create("sqlite:" + directory.resolve("local.db").toUri().getRawPath());
      database = new JdbcTrackingProvider().open(file, home);
    }
    return database;
  }

  /** Whether a run is kept. */
  boolean holds(String run) {
    return Files.exists(marker("running", run));
  }

  /** This process works on a run. */
  void take(String run) {
    mark("running", run, ProcessMark.own());
  }

  /** Whether the server lacks something of a run. */
  boolean owes(String run) {
    return Files.exists(marker("owed", run));
  }

  /** The server lacks something of a run. */
  void owe(String run) {
    mark("owed", run, "");
  }

  /** The server has all of a run that there is by now. */
  void paid(String run) {
    unmark("owed", run);
  }

  /** Keeps a run no more. */
  void forget(String run) {
    runs().delete(run);
    unmark("owed", run);
    unmark("running", run);
  }

  /** The runs of which the server lacks something, in words for people; empty if there are none. */
  String owed() {
    List<String> runs = names("running").stream().filter(this::owes).toList();
    return runs.isEmpty() ? "" : "%s, kept in %s".formatted(String.join(", ", runs), directory);
  }

  /** The runs that no living process works on, or of which the server lacks something. */
  List<String> leftover() {
    return names("running").stream()
        .filter(run -> owes(run) || !ProcessMark.lives(read("running", run)))
        .toList();
  }

  /** Whether another process works on a run. */
  boolean isElsewhere(String run) {
    String mark = read("running", run);
    return !mark.equals(ProcessMark.own()) && ProcessMark.lives(mark);
  }

  private Path marker(String kind, String run) {
    return directory.resolve(kind).resolve(URLEncoder.encode(run, UTF_8));
  }

  private void mark(String kind, String run, String content) {
    Path marker = marker(kind, run);
    try {
      Files.createDirectories(directory.resolve(kind));
      Files.writeString(marker, content);
    } catch (IOException e) {
      throw failed(marker, e);
    }
  }

  private void unmark(String kind, String run) {
    Path marker = marker(kind, run);
    try {
      Files.deleteIfExists(marker);
    } catch (IOException e) {
      throw failed(marker, e);
    }
  }

  private String read(String kind, String run) {
    try {
      return Files.readString(marker(kind, run));
    } catch (IOException e) {
      return "";
    }
  }

  private List<String> names(String kind) {
    Path markers = directory.resolve(kind);
    if (!Files.isDirectory(markers)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(markers)) {
      return files
          .map(file -> URLDecoder.decode(String.valueOf(file.getFileName()), UTF_8))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw failed(markers, e);
    }
  }

  private static MillraceException failed(Path path, IOException cause) {
    return new MillraceException(
        StandardError.STORAGE_FAILED, "can't keep runs in " + path + " (" + cause + ")", cause);
  }

  @Override
  public synchronized void close() {
    if (database != null) {
      database.close();
      database = null;
    }
  }
}
