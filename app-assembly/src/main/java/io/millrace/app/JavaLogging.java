package io.millrace.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.app.command.GlobalOptions.LogLevel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.logging.LogManager;

/**
 * Sets up {@code java.util.logging}, which Millrace's own messages go through: until Spark takes
 * them over, a line each on standard error, from the level on that the call asked for. The JDK
 * makes one of these for the first message, so a call without any pays nothing.
 */
public final class JavaLogging {
  private static final String CLASS = "java.util.logging.config.class";
  private static final String FILE = "java.util.logging.config.file";

  /** Made by the JDK. */
  public JavaLogging() throws IOException {
    String name = System.getProperty(Cli.LOG_LEVEL, "warn").toUpperCase(Locale.ROOT);
    String settings = settings(LogLevel.valueOf(name));
    LogManager.getLogManager()
        .readConfiguration(new ByteArrayInputStream(settings.getBytes(UTF_8)));
  }

  /** Asks the JDK for it, unless the user has settings. */
  static void install() {
    if (System.getProperty(CLASS) == null && System.getProperty(FILE) == null) {
      System.setProperty(CLASS, JavaLogging.class.getName());
    }
  }

  private static String settings(LogLevel level) {
    // What libraries say at FINE, and the JDK's HTTP client at INFO, helps no user.
    return """
    handlers=java.util.logging.ConsoleHandler
    .level=%s
    io.millrace.level=%s
    java.util.logging.ConsoleHandler.level=ALL
    java.util.logging.SimpleFormatter.format=%%1$tT %%4$-7s %%5$s%%n
    """
        .formatted(level == LogLevel.ERROR ? "SEVERE" : "WARNING", name(level));
  }

  private static String name(LogLevel level) {
    return switch (level) {
      case ERROR -> "SEVERE";
      case WARN -> "WARNING";
      case INFO -> "INFO";
      case DEBUG -> "FINE";
    };
  }
}
