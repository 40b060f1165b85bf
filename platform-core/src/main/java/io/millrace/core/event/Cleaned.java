package io.millrace.core.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Values as they may be written: without secrets, and none longer than a reader wants. */
final class Cleaned {
  private static final int LONGEST = 4_000;

  private final UnaryOperator<String> mask;

  Cleaned(UnaryOperator<String> mask) {
    this.mask = mask;
  }

  Map<String, @Nullable Object> map(Map<?, ?> values) {
    Map<String, @Nullable Object> cleaned = new LinkedHashMap<>();
    values.forEach((name, value) -> cleaned.put(text(String.valueOf(name)), value(value)));
    return cleaned;
  }

  private @Nullable Object value(@Nullable Object value) {
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    return value instanceof List<?> list ? list.stream().map(this::value).toList() : value;
  }

  private String text(String text) {
    String masked = mask.apply(text);
    return masked.length() <= LONGEST ? masked : masked.substring(0, cut(masked)) + "…";
  }

  /** No half of a character is left. */
  private static int cut(String text) {
    return Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
  }
}
