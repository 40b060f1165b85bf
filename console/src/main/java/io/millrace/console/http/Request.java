package io.millrace.console.http;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param path decoded, without the query
 * @param address as it was written, with the query
 * @param variables what the braces of the route's template stand for
 * @param query by name, in order
 * @param form fields of a form that was sent; empty for GET
 * @param sessionOrNull of a reader who has given the token
 * @param lastEvent the id of the last event that a reader got before the connection was lost; empty
 *     where there is none
 */
public record Request(
    String path,
    String address,
    Map<String, String> variables,
    Map<String, List<String>> query,
    Map<String, List<String>> form,
    @Nullable Session sessionOrNull,
    String lastEvent) {
  public Request {
    requireNonNull(lastEvent, "lastEvent is null");
    requireNonNull(path, "path is null");
    requireNonNull(address, "address is null");
  }

  /** What a brace of the route's template stands for. */
  public String variable(String name) {
    return requireNonNull(variables.get(name), "the route has no variable of that name");
  }

  /** The first value in the query; empty text if there is none. */
  public String first(String name) {
    return query.getOrDefault(name, List.of("")).get(0);
  }

  /** All values in the query. */
  public List<String> all(String name) {
    return query.getOrDefault(name, List.of());
  }

  /**
   * A whole number in the query.
   *
   * @throws HttpProblem if it is none
   */
  public int number(String name, int otherwise) {
    String text = first(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw HttpProblem.bad("'" + name + "' takes a whole number, not '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  /** A field of the form; empty text if there is none. */
  public String field(String name) {
    return form.getOrDefault(name, List.of("")).get(0);
  }

  /** Present where the reader has given the token. */
  public Optional<Session> session() {
    return Optional.ofNullable(sessionOrNull);
  }

  Request with(Map<String, String> found) {
    return new Request(path, address, found, query, form, sessionOrNull, lastEvent);
  }
}
