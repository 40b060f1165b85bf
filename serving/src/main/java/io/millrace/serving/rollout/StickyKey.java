package io.millrace.serving.rollout;

import io.millrace.serving.model.ModelCall;
import org.jspecify.annotations.Nullable;

/**
 * Where the key comes from that keeps a caller on one route.
 *
 * @param header a header of the request; null for none
 * @param column else a column of the request's first row; null for none
 */
public record StickyKey(@Nullable String header, @Nullable String column) {
  /** Requests have no key: each is drawn anew, unless it brings its route with it. */
  public static final StickyKey NONE = new StickyKey(null, null);

  /**
   * Reads {@code header:NAME} or {@code column:NAME}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static StickyKey parse(String text) {
    String[] parts = text.split(":", 2);
    if (parts.length == 2 && !parts[1].isBlank()) {
      if (parts[0].equals("header")) {
        return new StickyKey(parts[1], null);
      }
      if (parts[0].equals("column")) {
        return new StickyKey(null, parts[1]);
      }
    }
    throw new IllegalArgumentException(
        "'%s' names no key; write header:NAME or column:NAME.".formatted(text));
  }

  /** The request's key; null if it has none. */
  @Nullable String of(ModelCall call) {
    @Nullable String key = header == null ? null : call.header(header);
    return key != null || column == null ? key : call.field(column);
  }

  @Override
  public String toString() {
    return header != null ? "header:" + header : column != null ? "column:" + column : "none";
  }
}
