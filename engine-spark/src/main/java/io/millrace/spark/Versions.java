package io.millrace.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.sql.SparkSession;

/** What runs, for the record. */
final class Versions {
  private Versions() {}

  static List<String> of(SparkSession session) {
    List<String> versions = new ArrayList<>();
    versions.add("spark " + session.version());
    String delta = deltaVersion();
    if (!delta.isEmpty()) {
      versions.add("delta " + delta);
    }
    versions.add("hadoop " + VersionInfo.getVersion());
    versions.add("java " + System.getProperty("java.version"));
    return List.copyOf(versions);
  }

  /** Read by reflection: the engine knows Delta, if at all, by the class path. */
  private static String deltaVersion() {
    try {
      Class<?> delta = Class.forName("io.delta.package$", true, loader());
      Object module = delta.getField("MODULE$").get(null);
      return String.valueOf(delta.getMethod("VERSION").invoke(module));
    } catch (ReflectiveOperationException e) {
      return "";
    }
  }

  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? Versions.class.getClassLoader() : context;
  }
}
