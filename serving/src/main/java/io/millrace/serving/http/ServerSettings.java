package io.millrace.serving.http;

import static java.util.Objects.requireNonNull;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a server listens and whom it answers.
 *
 * @param host the address that it listens at
 * @param port the port; 0 for any that is free
 * @param limits what it takes at most
 * @param credentials the keys that calls need
 * @param tlsOrNull for HTTPS; null for HTTP
 * @param accessLogOrNull where requests are noted; null for nowhere
 * @param version the server's version
 */
public record ServerSettings(
    String host,
    int port,
    Limits limits,
    Credentials credentials,
    @Nullable SSLContext tlsOrNull,
    @Nullable AccessLog accessLogOrNull,
    String version) {
  public ServerSettings {
    requireNonNull(host, "host is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(credentials, "credentials is null");
    requireNonNull(version, "version is null");
  }

  /** Any free port of loopback, standard limits, no keys, no TLS, no log. */
  public static ServerSettings standard() {
    return new ServerSettings(
        "127.0.0.1", 0, Limits.standard(), Credentials.none(), null, null, "0");
  }

  /** These with other limits. */
  public ServerSettings with(Limits other) {
    return new ServerSettings(host, port, other, credentials, tlsOrNull, accessLogOrNull, version);
  }

  /** These with other keys. */
  public ServerSettings with(Credentials other) {
    return new ServerSettings(host, port, limits, other, tlsOrNull, accessLogOrNull, version);
  }

  /** These with TLS. */
  public ServerSettings with(SSLContext tls) {
    return new ServerSettings(host, port, limits, credentials, tls, accessLogOrNull, version);
  }

  /** These with an access log. */
  public ServerSettings with(AccessLog log) {
    return new ServerSettings(host, port, limits, credentials, tlsOrNull, log, version);
  }
}
