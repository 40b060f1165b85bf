package io.millrace.core.options;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options that passed every check.
 *
 * @param options the record; secrets are in it, so it is never shown
 * @param json every option by name as JSON value, defaults filled in, in the record's order;
 *     secrets as they were written
 */
public record BoundOptions(Record options, Map<String, @Nullable Object> json) {
  public BoundOptions {
    json = Collections.unmodifiableMap(new LinkedHashMap<>(json));
  }

  /** The JSON values alone. */
  @Override
  public String toString() {
    return json.toString();
  }
}
