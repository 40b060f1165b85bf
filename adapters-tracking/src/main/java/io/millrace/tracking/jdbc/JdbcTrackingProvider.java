package io.millrace.tracking.jdbc;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.api.tracking.TrackingProvider;
import java.net.URI;
import java.nio.file.Path;

/**
 * Opens databases: the embedded one, {@code sqlite:/home/ada/.millrace/tracking.db}, or the same
 * with a whole file address, {@code sqlite:file:///home/ada/.millrace/tracking.db}; PostgreSQL, as
 * {@link PostgresAddress} tells; and {@code memory:/}, which keeps nothing.
 */
public final class JdbcTrackingProvider implements TrackingProvider {
  private static final String SQLITE = "sqlite";

  /** For the ServiceLoader. */
  public JdbcTrackingProvider() {}

  @Override
  public boolean accepts(URI address) {
    return SQLITE.equals(address.getScheme())
        || PostgresAddress.isOne(address)
        || MemoryTracking.isOne(address);
  }

  @Override
  public Tracking open(URI address, TrackingHome home) {
    if (PostgresAddress.isOne(address)) {
      return postgres(PostgresAddress.parse(address, home.variables()), home);
    }
    if (MemoryTracking.isOne(address)) {
      return MemoryTracking.open();
    }
    return new JdbcTracking(
        SqliteDatabase.open(file(address)),
        new PackageShelf(home.artifacts()),
        new StoreRunFiles(home.artifacts()),
        () -> "");
  }

  private static Tracking postgres(PostgresAddress address, TrackingHome home) {
    PostgresDatabase database = PostgresDatabase.open(address);
    DatabaseShelf shelf = new DatabaseShelf(database, home.directory().resolve("cache/packages"));
    return new JdbcTracking(
        database, shelf, new DatabaseRunFiles(shelf), new HomeName(home.directory())::get);
  }

  private static Path file(URI address) {
    String rest = address.getRawSchemeSpecificPart();
    if (!rest.startsWith("/") && !rest.startsWith("file:/")) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "'" + address + "' names no database file; write sqlite:/absolute/path/tracking.db");
    }
    return Path.of(URI.create(rest.startsWith("file:") ? rest : "file:" + rest)).normalize();
  }
}
