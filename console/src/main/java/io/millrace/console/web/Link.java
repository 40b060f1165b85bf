package io.millrace.console.web;

import static java.util.Objects.requireNonNull;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** An address of the console, put together from names that may hold anything. */
public final class Link {
  private final StringBuilder address;
  private boolean asked;

  private Link(String path) {
    this.address = new StringBuilder(requireNonNull(path, "path is null"));
  }

  /** To a path; each segment is encoded. */
  public static Link to(String... segments) {
    StringBuilder path = new StringBuilder();
    for (String segment : segments) {
      path.append('/').append(encoded(segment));
    }
    return new Link(path.toString());
  }

  /** With a field in the query; none if the value is empty. */
  public Link with(String name, String value) {
    if (!value.isEmpty()) {
      address.append(asked ? '&' : '?').append(encoded(name)).append('=').append(encoded(value));
      asked = true;
    }
    return this;
  }

  /** With a field for each value. */
  public Link with(String name, Iterable<String> values) {
    values.forEach(value -> with(name, value));
    return this;
  }

  private static String encoded(String text) {
    // A blank is %20 in a path; so it may be in a query.
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The address, from the first slash on. */
  @Override
  public String toString() {
    return address.toString();
  }
}
