package io.millrace.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a model comes from.
 *
 * @param dataVersions what identifies the data that was read, by ingestor's stage id
 * @param featureTables the versions of the feature tables that it was trained on, by table
 */
public record Lineage(Map<String, String> dataVersions, Map<String, Long> featureTables) {
  public Lineage {
    dataVersions = Collections.unmodifiableMap(new TreeMap<>(dataVersions));
    featureTables = Collections.unmodifiableMap(new TreeMap<>(featureTables));
  }

  /** Nothing is known. */
  public static Lineage unknown() {
    return new Lineage(Map.of(), Map.of());
  }
}
