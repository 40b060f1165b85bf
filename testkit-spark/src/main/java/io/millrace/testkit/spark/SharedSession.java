package io.millrace.testkit.spark;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/**
 * The one session of a test JVM. Starting a session costs seconds, so it is never closed before the
 * JVM ends; Spark's own shutdown hook does that.
 */
final class SharedSession {
  private static final SparkSession SESSION = start();

  private SharedSession() {}

  static SparkSession session() {
    SparkSession.setActiveSession(SESSION);
    return SESSION;
  }

  private static SparkSession start() {
    SparkSession.Builder builder = SparkSession.builder().appName("tests").master("local[2]");
    settings().forEach(builder::config);
    return builder.getOrCreate();
  }

  /**
   * Settings that make small frames quick, measured: code generation costs more than it gains
   * there. The system property {@code millrace.codegen} turns it on for a whole JVM.
   */
  static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.driver.bindAddress", "127.0.0.1");
    settings.put("spark.default.parallelism", "2");
    settings.put("spark.sql.shuffle.partitions", "1");
    settings.put("spark.databricks.delta.snapshotPartitions", "1");
    settings.put("spark.shuffle.compress", "false");
    settings.put("spark.rdd.compress", "false");
    settings.put("spark.broadcast.compress", "false");
    settings.put("spark.sql.catalogImplementation", "in-memory");
    settings.put("spark.sql.warehouse.dir", Path.of("target/warehouse").toUri().toString());
    settings.put("spark.sql.adaptive.enabled", "false");
    settings.put("spark.sql.caseSensitive", "true");
    settings.put("spark.sql.session.timeZone", "UTC");
    settings.putAll(code(Boolean.getBoolean("millrace.codegen")));
    if (deltaIsPresent()) {
      settings.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
      settings.put(
          "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    }
    return settings;
  }

  /** Does work in the session as Spark does it by default: by code that it generates. */
  static <T> T inGeneratedCode(Supplier<T> work) {
    RuntimeConfig conf = SESSION.conf();
    Map<String, String> before = new LinkedHashMap<>();
    code(true).keySet().forEach(key -> before.put(key, conf.get(key)));
    try {
      code(true).forEach(conf::set);
      return work.get();
    } finally {
      before.forEach(conf::set);
    }
  }

  private static Map<String, String> code(boolean generated) {
    return Map.of(
        "spark.sql.codegen.wholeStage",
        Boolean.toString(generated),
        "spark.sql.codegen.factoryMode",
        generated ? "FALLBACK" : "NO_CODEGEN");
  }

  private static boolean deltaIsPresent() {
    return SharedSession.class
            .getClassLoader()
            .getResource("io/delta/sql/DeltaSparkSessionExtension.class")
        != null;
  }
}
