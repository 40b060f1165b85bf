package io.millrace.spark;

import io.millrace.api.EngineSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * The settings that a session starts with: the user's over those of spark-submit over our defaults.
 */
final class SessionSettings {
  private static final Pattern LOCAL_CORES = Pattern.compile("local\\[(\\d+)[,\\]].*");

  /** AQE joins small shuffle partitions together by size; it can't cut too few large ones. */
  private static final int INITIAL_PARTITIONS_PER_CORE = 8;

  private static final long HEAP_SHARE_OF_BROADCAST = 64;
  private static final long SMALLEST_BROADCAST = 10L << 20;
  private static final long LARGEST_BROADCAST = 128L << 20;

  private SessionSettings() {}

  /** All settings, the master and the name included. */
  static Map<String, String> of(EngineSettings settings, SparkConf submitted) {
    Map<String, String> result = new LinkedHashMap<>();
    String master =
        settings
            .master()
            .orElseGet(
                () ->
                    settings
                        .settings()
                        .getOrDefault("spark.master", submitted.get("spark.master", "local[*]")));
    defaults(settings, result);
    if (isLocal(master)) {
      localDefaults(master, result);
    }
    result.keySet().removeIf(submitted::contains);
    result.putAll(settings.settings());
    result.put("spark.master", master);
    return result;
  }

  /** Whether driver and executor are one JVM. */
  static boolean isLocal(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  private static void defaults(EngineSettings settings, Map<String, String> result) {
    result.put("spark.app.name", settings.name());
    result.put("spark.ui.enabled", "false");
    result.put("spark.ui.showConsoleProgress", "false");
    result.put("spark.sql.adaptive.enabled", "true");
    // Spark's own 256 MB leave a frequent key to one task where data is not that large.
    result.put("spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes", "64MB");
    result.put("spark.sql.catalogImplementation", "in-memory");
    result.put(
        "spark.sql.warehouse.dir",
        settings.home().resolve("spark-warehouse").toAbsolutePath().toUri().toString());
    // A pipeline means the same on a laptop and on a cluster, wherever they stand …
    result.put("spark.sql.session.timeZone", "UTC");
    // … and its column names are compared exactly, as the platform's schemas do.
    result.put("spark.sql.caseSensitive", "true");
    if (isPresent("io.delta.sql.DeltaSparkSessionExtension", settings.classLoader())) {
      result.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
      result.put(
          "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    }
  }

  private static void localDefaults(String master, Map<String, String> result) {
    int cores = cores(master);
    result.put("spark.driver.host", "127.0.0.1");
    result.put("spark.driver.bindAddress", "127.0.0.1");
    result.put("spark.sql.shuffle.partitions", String.valueOf(cores));
    result.put(
        "spark.sql.adaptive.coalescePartitions.initialPartitionNum",
        String.valueOf(cores * INITIAL_PARTITIONS_PER_CORE));
    result.put("spark.databricks.delta.snapshotPartitions", String.valueOf(Math.min(cores, 2)));
    result.put("spark.sql.autoBroadcastJoinThreshold", broadcastBytes(Runtime.getRuntime()));
  }

  /**
   * A side of a join up to this size, as its files tell it, is broadcast. In memory it takes some
   * times that much; Spark's own 10 MB are right for small heaps.
   */
  private static String broadcastBytes(Runtime runtime) {
    long share = runtime.maxMemory() / HEAP_SHARE_OF_BROADCAST;
    return String.valueOf(Math.max(SMALLEST_BROADCAST, Math.min(LARGEST_BROADCAST, share)));
  }

  private static int cores(String master) {
    Matcher matcher = LOCAL_CORES.matcher(master);
    if (matcher.matches()) {
      return Integer.parseInt(matcher.group(1));
    }
    return master.equals("local") ? 1 : Runtime.getRuntime().availableProcessors();
  }

  static boolean isPresent(String className, ClassLoader loader) {
    return loader.getResource(className.replace('.', '/') + ".class") != null;
  }
}
