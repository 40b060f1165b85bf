package io.millrace.tracking.openlineage;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.LineageTarget;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where events are to go, as a user wrote it. */
sealed interface SinkAddress {
  /** The environment variable that holds the key of an endpoint. */
  String KEY = "MILLRACE_OPENLINEAGE_API_KEY";

  /** What OpenLineage's own clients send to, where nothing else is said. */
  String USUAL_PATH = "/api/v1/lineage";

  /**
   * Looks whether anything can be sent there, without asking another machine.
   *
   * @throws MillraceException INVALID_CALL, if not
   */
  void require();

  /**
   * Gets ready to send there.
   *
   * @param warnings takes sentences for the user
   * @throws MillraceException INVALID_CALL, if nothing can be sent there
   */
  EventSink open(Consumer<String> warnings);

  /** A file of events. */
  record OfFile(Path file) implements SinkAddress {
    @Override
    public void require() {
      FileSink.require(file);
    }

    @Override
    public EventSink open(Consumer<String> warnings) {
      return FileSink.open(file, warnings);
    }
  }

  /**
   * An endpoint.
   *
   * @param uri with its path
   * @param key sent as a bearer token; empty for none
   */
  record OfEndpoint(URI uri, String key) implements SinkAddress {
    /** Its form is all that is known of it. */
    @Override
    public void require() {}

    @Override
    public EventSink open(Consumer<String> warnings) {
      return new HttpSink(this, Patience.USUAL, warnings);
    }

    @Override
    public String toString() {
      return uri.toString();
    }
  }

  /** The scheme has two letters at least: one is a drive. */
  Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)", Pattern.DOTALL);

  Pattern ENDPOINT = Pattern.compile("//([^/?#]*)([^?#]*)([?#].*)?", Pattern.DOTALL);
  Pattern KEY_TEXT = Pattern.compile("[!-~]+");

  /**
   * Reads an address.
   *
   * @throws MillraceException INVALID_CALL, if it is none that events can go to
   */
  static SinkAddress of(LineageTarget target, Function<String, Optional<String>> variables) {
    String address = target.address().strip();
    Matcher scheme = SCHEME.matcher(address);
    if (!scheme.matches()) {
      return file(address, target.directory());
    }
    String name = scheme.group(1).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "file" -> file(local(scheme.group(2)), target.directory());
      case "http", "https" -> endpoint(name, scheme.group(2), variables);
      default ->
          throw invalid(
              "OpenLineage events can't go to an address that begins with '%s:'; write"
                  .formatted(name));
    };
  }

  private static String local(String path) {
    if (!path.startsWith("//")) {
      return path;
    }
    if (!path.startsWith("///")) {
      throw invalid(
          "'file:%s' names another machine; a file of this one is file:/PATH or file:PATH. Write"
              .formatted(path));
    }
    return path.substring(2);
  }

  private static SinkAddress file(String path, Path directory) {
    if (path.isBlank()) {
      throw invalid("the address for OpenLineage events names no file; write");
    }
    try {
      return new OfFile(directory.resolve(path).normalize());
    } catch (InvalidPathException e) {
      throw invalid("the address for OpenLineage events is no path; write");
    }
  }

  private static SinkAddress endpoint(
      String scheme, String rest, Function<String, Optional<String>> variables) {
    Matcher parts = ENDPOINT.matcher(rest);
    if (!parts.matches() || parts.group(1).isEmpty()) {
      throw invalid("the address for OpenLineage events names no host; write");
    }
    // Not the address itself in what follows: it may hold a password.
    if (parts.group(1).contains("@")) {
      throw invalid("the address for OpenLineage events holds a user's name; " + keyInstead());
    }
    if (parts.group(3) != null) {
      throw invalid(
          "the address for OpenLineage events has something behind '%c'; %s"
              .formatted(parts.group(3).charAt(0), keyInstead()));
    }
    String path = parts.group(2).matches("/*") ? USUAL_PATH : parts.group(2);
    return new OfEndpoint(uri(scheme + "://" + parts.group(1) + path), key(variables));
  }

  private static String keyInstead() {
    return "a key goes into " + KEY + ". Write";
  }

  private static URI uri(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null && uri.getPort() <= 65_535) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw invalid("'%s' is no address of a host; write".formatted(text));
  }

  private static String key(Function<String, Optional<String>> variables) {
    String key = variables.apply(KEY).map(String::strip).orElse("");
    if (!key.isEmpty() && !KEY_TEXT.matcher(key).matches()) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          KEY + " holds a blank, or a character that HTTP can't carry; write the key alone");
    }
    return key;
  }

  private static MillraceException invalid(String what) {
    return new MillraceException(
        StandardError.INVALID_CALL,
        what + " a path, file:PATH, or http(s)://HOST:PORT[/PATH] for --openlineage");
  }
}
