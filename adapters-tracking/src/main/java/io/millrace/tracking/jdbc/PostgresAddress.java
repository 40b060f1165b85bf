package io.millrace.tracking.jdbc;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * Where a PostgreSQL database is, and who asks: {@code
 * jdbc:postgresql://[USER[:PASSWORD]@]HOST[:PORT][,HOST[:PORT]…]/DATABASE[?PARAMETER=VALUE&…]}. The
 * parameters are those of the PostgreSQL driver; {@code %} and two hexadecimal digits write any
 * character.
 *
 * @param hosts as they are written
 * @param database its name
 * @param user who asks
 * @param passwordOrNull null, if the driver is to look into {@code ~/.pgpass}
 * @param parameters further ones for the driver
 */
record PostgresAddress(
    String hosts,
    String database,
    String user,
    @Nullable String passwordOrNull,
    Map<String, String> parameters) {
  private static final String START = "jdbc:postgresql:";
  private static final String FORM = "jdbc:postgresql://HOST/DATABASE";
  private static final Pattern ADDRESS =
      Pattern.compile(
          "jdbc:postgresql://(?:(?<user>[^/?@:]*)(?::(?<password>[^/?@]*))?@)?"
              + "(?<hosts>[^/?@]*)(?:/(?<database>[^/?]*))?(?:\\?(?<query>.*))?",
          Pattern.DOTALL);

  PostgresAddress {
    parameters = Map.copyOf(parameters);
  }

  /** Whether the address is one of PostgreSQL. */
  static boolean isOne(URI address) {
    return address.toString().startsWith(START);
  }

  /**
   * Reads an address; user and password are taken from it, else from {@code PGUSER} and {@code
   * PGPASSWORD}.
   *
   * @throws MillraceException INVALID_CALL, if it is none; the message holds no password
   */
  static PostgresAddress parse(URI address, Function<String, Optional<String>> environment) {
    Matcher parts = ADDRESS.matcher(address.toString());
    if (!parts.matches()) {
      throw invalid("the tracking address is none of PostgreSQL; write " + FORM);
    }
    Map<String, String> parameters = parameters(parts.group("query"));
    String database = decoded(parts.group("database"));
    if (database.isEmpty() || parts.group("hosts").isEmpty()) {
      throw invalid(
          "the tracking address names no %s; write %s"
              .formatted(parts.group("hosts").isEmpty() ? "host" : "database", FORM));
    }
    String user =
        first(decoded(parts.group("user")), parameters.remove("user"), environment, "PGUSER")
            .orElse(System.getProperty("user.name", ""));
    String password =
        first(
                decoded(parts.group("password")),
                parameters.remove("password"),
                environment,
                "PGPASSWORD")
            .orElse(null);
    return new PostgresAddress(parts.group("hosts"), database, user, password, parameters);
  }

  private static Optional<String> first(
      String written,
      @Nullable String parameter,
      Function<String, Optional<String>> environment,
      String variable) {
    if (!written.isEmpty()) {
      return Optional.of(written);
    }
    return Optional.ofNullable(parameter)
        .or(() -> environment.apply(variable))
        .filter(text -> !text.isEmpty());
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      // The driver would ignore it, and with it what the user wanted.
      if (PGProperty.forName(name) == null) {
        throw invalid(
            "the tracking address has the parameter '%s', which PostgreSQL's driver does not know"
                .formatted(name));
      }
      parameters.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return parameters;
  }

  private static String decoded(@Nullable String written) {
    if (written == null) {
      return "";
    }
    try {
      return URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Without the cause: it may quote a password.
      throw invalid("the tracking address has a '%' that no two hexadecimal digits follow");
    }
  }

  private static MillraceException invalid(String message) {
    return new MillraceException(StandardError.INVALID_CALL, message);
  }

  /** The first schema that tables are looked up in; null for the user's default. */
  @Nullable String schemaOrNull() {
    String path = parameters.get("currentSchema");
    return path == null ? null : path.split(",")[0].strip().replace("\"", "");
  }

  /** The address for the driver, without user, password and parameters. */
  String url() {
    String name = java.net.URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    return "jdbc:postgresql://" + hosts + "/" + name;
  }

  /** What messages call the database: without password. */
  @Override
  public String toString() {
    String schema = schemaOrNull();
    return "postgresql://" + hosts + "/" + database + (schema == null ? "" : ", schema " + schema);
  }
}
