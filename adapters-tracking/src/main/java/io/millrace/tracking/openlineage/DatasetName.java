package io.millrace.tracking.openlineage;

import io.millrace.api.tracking.Asset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an asset is called in OpenLineage, equal to what other producers call it: <a
 * href="https://openlineage.io/docs/spec/naming">naming conventions</a>, and the client's classes
 * where those leave something open.
 *
 * @param namespace where it lies
 * @param name what it is called there
 */
record DatasetName(String namespace, String name) {
  private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]+):(.*)", Pattern.DOTALL);
  private static final Pattern PLACE = Pattern.compile("//([^/]*)(.*)", Pattern.DOTALL);

  /** Schemes that name the same store, by the one that is used for all of them. */
  private static final Map<String, String> OBJECT_STORES =
      Map.of(
          "s3", "s3", "s3a", "s3", "s3n", "s3", "gs", "gs", "abfs", "abfss", "abfss", "abfss",
          "wasb", "wasbs", "wasbs", "wasbs");

  /** Driver, host, database, its name as a parameter, table. */
  private static final Pattern JDBC =
      Pattern.compile(
          "([a-z0-9]+):[^/;]*//([^/;?]+)(?:/([^/;?]*))?(?:;database(?:name)?=([^/;]*))?/([^/]+)",
          Pattern.CASE_INSENSITIVE);

  /** Oracle's older form, with a colon before the database. */
  private static final Pattern ORACLE =
      Pattern.compile("oracle:[a-z0-9]*:@(?://)?([^/:]+(?::\\d+)?)[:/]([^/:]+)/([^/]+)");

  private static final Map<String, String> DEFAULT_PORTS =
      Map.of("postgres", "5432", "mysql", "3306", "oracle", "1521");

  /** In these a database is what others call a schema. */
  private static final Pattern TWO_LEVELS = Pattern.compile("mysql|mariadb");

  /**
   * The name of an asset.
   *
   * @param own the namespace of what only Millrace knows: feature tables, models, deployments
   */
  static DatasetName of(Asset asset, String own) {
    return switch (asset.kind()) {
      case DATA -> data(asset.name());
      case FEATURES -> new DatasetName(own, "features/" + asset.name());
      case MODEL -> new DatasetName(own, "models/" + asset.name());
      case DEPLOYMENT -> new DatasetName(own, "deployments/" + asset.name());
    };
  }

  private static DatasetName data(String uri) {
    Matcher scheme = SCHEME.matcher(uri);
    if (!scheme.matches()) {
      return new DatasetName("file", path(uri));
    }
    String rest = scheme.group(2);
    return switch (scheme.group(1)) {
      case "file" -> new DatasetName("file", path(rest.replaceFirst("^///", "/")));
      case "kafka" -> topic(rest);
      case "jdbc" -> table(rest);
      default -> place(scheme.group(1), rest);
    };
  }

  private static DatasetName place(String scheme, String rest) {
    Matcher place = PLACE.matcher(rest);
    if (!place.matches()) {
      return new DatasetName(scheme, path(rest));
    }
    String store = OBJECT_STORES.get(scheme);
    return store == null
        ? new DatasetName(scheme + "://" + place.group(1), path(place.group(2)))
        : new DatasetName(
            store + "://" + place.group(1), path(place.group(2).replaceFirst("^/+", "")));
  }

  private static String path(String path) {
    String name = path.replaceFirst("/+$", "");
    return name.isEmpty() ? "/" : name;
  }

  private static DatasetName topic(String rest) {
    Matcher place = PLACE.matcher(rest);
    if (!place.matches()) {
      return new DatasetName("kafka", rest);
    }
    String first = place.group(1).split(",", 2)[0];
    return new DatasetName("kafka://" + first, place.group(2).replaceFirst("^/", ""));
  }

  private static DatasetName table(String address) {
    Matcher oracle = ORACLE.matcher(address);
    if (oracle.matches()) {
      return new DatasetName(
          "oracle://" + withPorts(oracle.group(1), "oracle"),
          oracle.group(2) + "." + oracle.group(3));
    }
    Matcher parts = JDBC.matcher(address);
    if (!parts.matches()) {
      int slash = address.lastIndexOf('/');
      return slash < 0
          ? new DatasetName("jdbc", address)
          : new DatasetName(address.substring(0, slash), address.substring(slash + 1));
    }
    String driver = parts.group(1).toLowerCase(Locale.ROOT);
    String scheme = driver.equals("postgresql") ? "postgres" : driver;
    String database = parts.group(3) != null ? parts.group(3) : parts.group(4);
    return new DatasetName(
        scheme + "://" + withPorts(parts.group(2).toLowerCase(Locale.ROOT), scheme),
        qualified(scheme, database == null ? "" : database, parts.group(5)));
  }

  private static String qualified(String scheme, String database, String table) {
    boolean whole = TWO_LEVELS.matcher(scheme).matches() && table.contains(".");
    return database.isEmpty() || whole ? table : database + "." + table;
  }

  private static String withPorts(String hosts, String scheme) {
    String port = DEFAULT_PORTS.get(scheme);
    return port == null
        ? hosts
        : Arrays.stream(hosts.split(","))
            .map(host -> host.matches("(\\[.*]|[^:\\]]+):\\d+") ? host : host + ":" + port)
            .collect(Collectors.joining(","));
  }
}
