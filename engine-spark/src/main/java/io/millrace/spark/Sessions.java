package io.millrace.spark;

import io.millrace.api.EngineSettings;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts sessions. */
final class Sessions {
  private static final int CONNECT_MILLIS = 5_000;

  private Sessions() {}

  /**
   * A session that sees the classes of all stages. Local executors take the thread's class loader
   * when the context starts, so it must be set before; executors elsewhere need the jars.
   */
  static SparkSession open(EngineSettings settings) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(settings.classLoader());
    try {
      Map<String, String> all = SessionSettings.of(settings, new SparkConf());
      String master = all.getOrDefault("spark.master", "");
      checkReachable(master);
      SparkSession session = start(all, master);
      PluginJars.add(session, settings.pluginJars());
      return session;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static SparkSession start(Map<String, String> settings, String master) {
    try {
      SparkSession.Builder builder = SparkSession.builder();
      settings.forEach(builder::config);
      return builder.getOrCreate();
    } catch (Exception e) { // Scala throws checked exceptions without declaring them.
      throw Failures.known(e)
          .orElseGet(
              () ->
                  new MillraceException(
                      StandardError.INVALID_CALL,
                      "Spark can't start on '" + master + "': " + Failures.rootMessage(e),
                      e));
    }
  }

  /** Spark itself tries for a minute, then fails in ways that name other things. */
  private static void checkReachable(String master) {
    if (!master.startsWith("spark://")) {
      return;
    }
    String reason = "";
    for (String address : master.substring("spark://".length()).split(",")) {
      int colon = address.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        int port = Integer.parseInt(address.substring(colon + 1));
        socket.connect(
            new InetSocketAddress(address.substring(0, Math.max(0, colon)), port), CONNECT_MILLIS);
        return;
      } catch (IOException | IllegalArgumentException e) {
        reason = Failures.rootMessage(e);
      }
    }
    throw new MillraceException(
        StandardError.CLUSTER_UNREACHABLE,
        "The cluster at '" + master + "' can't be reached: " + reason);
  }
}
