package io.millrace.core.plugin;

import io.millrace.api.StageFactory;
import io.millrace.api.StageFamily;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the lists of stage providers. {@link java.util.ServiceLoader} reads the same files, but its
 * errors name no jar, and it mixes a plugin's providers with the host's.
 */
final class ProviderNames {
  /** Where a jar lists its stages: one by one, and whole families. */
  static final List<String> RESOURCES =
      List.of(
          "META-INF/services/" + StageFactory.class.getName(),
          "META-INF/services/" + StageFamily.class.getName());

  /** Where a jar lists what stages find by themselves: file systems, drivers, Spark's sources. */
  static final List<String> CONNECTORS =
      List.of(
          "META-INF/services/org.apache.hadoop.fs.FileSystem",
          "META-INF/services/java.sql.Driver",
          "META-INF/services/org.apache.spark.sql.sources.DataSourceRegister");

  private ProviderNames() {}

  /** The class names in such a file, in order; closes the stream. */
  static Set<String> read(InputStream list) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int comment = line.indexOf('#');
        String name = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (!name.isEmpty()) {
          names.add(name);
        }
      }
    }
    return names;
  }
}
