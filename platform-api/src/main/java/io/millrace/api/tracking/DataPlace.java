package io.millrace.api.tracking;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names of places of data, as URIs without credentials: the same name for all who read and
 * write there, however they were told the place.
 */
public final class DataPlace {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)");
  private static final Pattern AUTHORITY = Pattern.compile("//([^/]*)(.*)");

  /** What stands before an @ there is a container, not a user. */
  private static final Set<String> CONTAINERS = Set.of("abfs", "abfss", "wasb", "wasbs");

  private static final Pattern DATABASE =
      Pattern.compile(";\\s*(database(?:name)?=[^;?]*)", Pattern.CASE_INSENSITIVE);

  /** A version up to so long stays as it is. */
  private static final int SHORT = 32;

  private static final int DIGITS = 16;

  private DataPlace() {}

  /** A file or a directory: {@code file:/lake/customers} for a local one, which may be relative. */
  public static String path(String path) {
    Matcher scheme = SCHEME.matcher(path);
    if (!scheme.matches()) {
      return local(path);
    }
    String name = scheme.group(1).toLowerCase(Locale.ROOT);
    String rest = scheme.group(2);
    if (name.equals("file")) {
      return local(rest.replaceFirst("^//[^/]*/", "/").replaceFirst("^/+", "/"));
    }
    Matcher authority = AUTHORITY.matcher(rest);
    if (authority.matches()) {
      String host = CONTAINERS.contains(name) ? authority.group(1) : host(authority.group(1));
      rest = "//" + host + authority.group(2);
    }
    return name + ":" + rest.replaceFirst("(?<=[^/])/+$", "");
  }

  private static String local(String path) {
    return "file:" + Path.of(path).toAbsolutePath().normalize();
  }

  private static String host(String authority) {
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  /** A table of a database at a JDBC address. */
  public static String table(String url, String table) {
    return database(url) + "/" + table;
  }

  /** The rows of a query to a database at a JDBC address. */
  public static String query(String url, String query) {
    return database(url) + "/query-" + hash(query.strip()).substring(0, 12);
  }

  /** What comes behind the first ? or ; may be secret; of it only a database's name stays. */
  private static String database(String url) {
    String place =
        url.split("[?;]", 2)[0]
            .replaceFirst("//.*@", "//")
            .replaceFirst("^(jdbc:oracle:[a-z0-9]+:)[^@]*@", "$1@")
            .replaceFirst("/+$", "");
    Matcher name = DATABASE.matcher(url);
    return name.find() ? place + ";" + name.group(1) : place;
  }

  /**
   * A topic.
   *
   * @param servers as Kafka takes them, {@code kafka://} before them or not
   */
  public static String topic(String servers, String topic) {
    String sorted =
        Arrays.stream(servers.replaceFirst("^kafka://", "").split(","))
            .map(String::strip)
            .map(DataPlace::host)
            .sorted()
            .collect(Collectors.joining(","));
    return "kafka://" + sorted + "/" + topic;
  }

  /** A version as links hold it: a long one is the start of its hash. */
  public static String version(String version) {
    return version.length() <= SHORT ? version : hashed(version);
  }

  /** The start of a text's hash. */
  public static String hashed(String text) {
    return hash(text).substring(0, DIGITS);
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java platform has it.
    }
  }
}
