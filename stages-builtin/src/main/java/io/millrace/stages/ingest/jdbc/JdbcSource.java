package io.millrace.stages.ingest.jdbc;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Enumeration;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.spark.sql.jdbc.JdbcDialect;
import org.apache.spark.sql.jdbc.JdbcDialects;

/** A database and what is read of it. */
final class JdbcSource {
  private final JdbcFactory.Options options;

  JdbcSource(JdbcFactory.Options options) {
    this.options = options;
  }

  /** How messages name what is read; a password that stands in the address is left out. */
  String shown() {
    String what = options.table() == null ? "the query" : "'" + options.table() + "'";
    return what + " of " + address();
  }

  /** The address without what may be secret. */
  String address() {
    String url = options.url();
    int parameters = url.indexOf('?') < 0 ? url.indexOf(';') : url.indexOf('?');
    String place = parameters < 0 ? url : url.substring(0, parameters);
    return "'" + place.replaceFirst("//[^/@]*@", "//") + "'";
  }

  /** Whether secrets are not put in, as when a file is only looked at. */
  boolean isSealed() {
    return Stream.of(options.url(), options.user(), options.password())
        .anyMatch(text -> text != null && text.contains("${secret:"));
  }

  /** What stands behind FROM. */
  String relation() {
    String query = options.query();
    return query == null
        ? requireNonNull(options.table())
        : "(" + query.strip().replaceFirst(";+$", "") + ") millrace_query";
  }

  /** How the database's SQL differs from others'. */
  JdbcDialect dialect() {
    return JdbcDialects.get(options.url());
  }

  /**
   * A connection.
   *
   * @throws MillraceException SOURCE_UNREACHABLE or SOURCE_DENIED; NOT_FOUND if there is no driver
   */
  Connection connect() {
    try {
      return Attempts.connect(driver(), options.url(), properties());
    } catch (SQLException e) {
      throw JdbcFailures.connecting(this, e);
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    if (options.user() != null) {
      properties.put("user", options.user());
    }
    if (options.password() != null) {
      properties.put("password", options.password());
    }
    return properties;
  }

  /** The driver that the options name, or else one that knows the address. */
  Driver driver() {
    return options.driver() == null ? known() : named(options.driver());
  }

  private static Driver named(String name) {
    try {
      return Class.forName(name, true, loader())
          .asSubclass(Driver.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ClassNotFoundException e) {
      throw new MillraceException(
          StandardError.NOT_FOUND,
          "There is no class '"
              + name
              + "', which driver names; put the driver's jar into the plugins directory, or correct"
              + " driver.",
          e);
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw new MillraceException(
          StandardError.INVALID_OPTION, "The class '" + name + "' is no JDBC driver.", e);
    }
  }

  /** Drivers in plugins are found by the context loader; DriverManager asks the class path only. */
  private Driver known() {
    return fromServices()
        .or(this::registered)
        .orElseThrow(
            () ->
                new MillraceException(
                    StandardError.NOT_FOUND,
                    "No JDBC driver knows the address "
                        + address()
                        + "; put the driver's jar into the plugins directory, or correct url."));
  }

  private Optional<Driver> fromServices() {
    return ServiceLoader.load(Driver.class, loader()).stream()
        .map(JdbcSource::loaded)
        .flatMap(Optional::stream)
        .filter(this::accepts)
        .findFirst();
  }

  /** A broken driver of another database is no reason to read nothing. */
  private static Optional<Driver> loaded(ServiceLoader.Provider<Driver> provider) {
    try {
      return Optional.of(provider.get());
    } catch (ServiceConfigurationError e) {
      return Optional.empty();
    }
  }

  private Optional<Driver> registered() {
    Enumeration<Driver> drivers = DriverManager.getDrivers();
    while (drivers.hasMoreElements()) {
      Driver driver = drivers.nextElement();
      if (accepts(driver)) {
        return Optional.of(driver);
      }
    }
    return Optional.empty();
  }

  private boolean accepts(Driver driver) {
    try {
      return driver.acceptsURL(options.url());
    } catch (SQLException e) {
      return false;
    }
  }

  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? JdbcSource.class.getClassLoader() : context;
  }
}
