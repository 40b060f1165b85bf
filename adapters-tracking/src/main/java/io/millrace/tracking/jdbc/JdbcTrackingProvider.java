package io.millrace.tracking.jdbc;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.api.tracking.TrackingProvider;
import java.net.URI;
import java.nio.file.Path;

/**
 * Opens the embedded database: {@code sqlite:/home/ada/.millrace/tracking.db}, or the same with a
 * whole file address, {@code sqlite:file:///home/ada/.millrace/tracking.db}.
 */
public final class JdbcTrackingProvider implements TrackingProvider {
  private static final String SCHEME = "sqlite";

  /** For the ServiceLoader. */
  public JdbcTrackingProvider() {}

  @Override
  public boolean accepts(URI address) {
    return SCHEME.equals(address.getScheme());
  }

  @Override
  public Tracking open(URI address, TrackingHome home) {
    return new JdbcTracking(SqliteDatabase.open(file(address)), home.artifacts());
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
