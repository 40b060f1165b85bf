package io.millrace.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Millrace this is. */
public final class Version {
  private Version() {}

  /** As {@code millrace 0.1.0 (Spark 4.1.0, Delta 4.3.1, Java 17.0.15)}. */
  public static String text() {
    Properties properties = properties();
    return "millrace "
        + properties.getProperty("millrace")
        + " (Spark "
        + properties.getProperty("spark")
        + ", Delta "
        + properties.getProperty("delta")
        + ", Java "
        + System.getProperty("java.version")
        + ")";
  }

  /** Of Millrace alone, as {@code 0.1.0}. */
  static String number() {
    return properties().getProperty("millrace");
  }

  /** Written by the build: no class of Spark is needed to tell its version. */
  private static Properties properties() {
    try (InputStream in =
        Version.class.getResourceAsStream("/io/millrace/app/version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
