package io.millrace.api.output;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What a write left behind.
 *
 * @param content the fingerprint of the key that it was made under
 * @param rows how many rows were written, -1 where the writer does not count them
 * @param facts in the writer's own words, as {@code version: 3}; never a secret
 */
public record Written(String content, long rows, Map<String, String> facts) {
  public Written {
    requireNonNull(content, "content is null");
    facts = Map.copyOf(facts);
  }

  /** How many rows were written, where that is known. */
  public OptionalLong knownRows() {
    return rows < 0 ? OptionalLong.empty() : OptionalLong.of(rows);
  }
}
